import { type Answer, type Controls, json, type Order } from '@md/service'
import { type Logger, MdError } from '@md/types'
import { suggestion } from '../file/nearest.ts'
import { BOT_COMMANDS, type BotCommandName, type Commanded, PROCESS_COMMANDS } from './commanded.ts'

/** Bots over HTTP: `GET /bots`, `POST /bots/:id/pause`, `POST /halt` and so on. */
export function controlsOf(commanded: Commanded, logger: Logger): Controls {
  const answered = async (what: object, order: Order, run: () => Promise<object>): Promise<Answer> => {
    logger.warn({ ...what, ...order }, 'a command was given')
    try {
      return json(200, await run())
    } catch (error) {
      if (!(error instanceof MdError)) throw error
      logger.warn({ ...what, code: error.code, message: error.message }, 'a command was not obeyed')
      return json(409, { error: error.message, code: error.code })
    }
  }
  const missing = (id: string): Answer => {
    const ids = commanded.reports().map((report) => report.id)
    const there = ids.length === 0 ? 'there is none' : suggestion(id, ids.slice(0, SHOWN))
    return json(404, { error: `bot "${id}" is not here: ${there}` })
  }
  const find = (id: string) => commanded.reports().find((report) => report.id === id)
  return {
    paths: [
      '/bots',
      '/bots/:id',
      `POST /bots/:id/{${BOT_COMMANDS.join(',')}}`,
      ...PROCESS_COMMANDS.map((command) => `POST /${command}`),
    ],
    read: (path) => {
      if (path === '/bots') return json(200, { ...commanded.standing(), bots: commanded.reports() })
      const id = /^\/bots\/([^/]+)$/.exec(path)?.[1]
      if (id === undefined) return undefined
      const report = find(id)
      return report === undefined ? missing(id) : json(200, report)
    },
    command: (path) => {
      const all = PROCESS_COMMANDS.find((command) => path === `/${command}`)
      if (all !== undefined) return (order) => answered({ command: all }, order, () => commanded.commandAll(all, order))
      const found = botCommand(path)
      if (found === undefined) return undefined
      const { command, id } = found
      return async (order) => {
        if (find(id) === undefined) return missing(id)
        return answered({ command, bot: id }, order, () => commanded.commandBot(id, command, order))
      }
    },
  }
}

const SHOWN = 20

function botCommand(path: string): { readonly id: string; readonly command: BotCommandName } | undefined {
  const [, id, name] = /^\/bots\/([^/]+)\/([a-z]+)$/.exec(path) ?? []
  const command = BOT_COMMANDS.find((one) => one === name)
  return id === undefined || command === undefined ? undefined : { id, command }
}
