import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BotReport } from '@md/bots'
import { type ExchangeSimulator, startExchange } from '@md/exchange-simulator'
import { until } from '@md/redis-bridge/testing'
import { type Program, startProgram } from '@md/service/testing'
import { onTestFinished } from 'vitest'
import { aFolder } from './stage.ts'

const EXECUTOR = new URL('../src/main.ts', import.meta.url)

/** Buys at once, and then waits for a price that is far away. */
export const buyer = (id: string, more: object = {}) => ({
  id,
  strategy: 'dca',
  exchange: 'kraken',
  symbol: 'BTC/USD',
  params: {
    base: 200,
    safety: { spend: 200, count: 2, step: 0.05 },
    takeProfit: 0.5,
    maxSpend: 1_000,
  },
  ...more,
})

/** An exchange, a folder, and executors that run the bots which are written down there. */
export interface BotStage {
  readonly exchange: ExchangeSimulator
  readonly folder: string
  readonly file: string
  write(bots: readonly object[], more?: object): void
  executor(settings?: Readonly<Record<string, string>>): Program
}

export async function aBotStage(...bots: readonly object[]): Promise<BotStage> {
  const exchange = await startExchange({ exchange: 'kraken', rate: 20 })
  onTestFinished(() => exchange.close())
  const folder = aFolder()
  const file = join(folder, 'bots.yaml')
  const write = (entries: readonly object[], more: object = {}) =>
    writeFileSync(file, `# JSON is YAML\n${JSON.stringify({ bots: entries, ...more }, undefined, 2)}\n`)
  write(bots)
  return {
    exchange,
    folder,
    file,
    write,
    executor: (settings = {}) => {
      const program = startProgram(EXECUTOR, {
        EXCHANGES: 'kraken',
        KRAKEN_URL: exchange.url,
        KRAKEN_REST_URL: exchange.restUrl,
        SUBSCRIPTIONS: 'kraken:BTC/USD:ticker',
        INIT_CWD: folder,
        ...settings,
      })
      onTestFinished(async () => {
        program.kill('SIGKILL')
        await program.ended
      })
      return program
    },
  }
}

export async function botsOf(program: Program): Promise<readonly BotReport[]> {
  const { text } = await program.ask('/bots')
  return (JSON.parse(text) as { readonly bots: readonly BotReport[] }).bots
}

/** The bot once it is as it should be. */
export const bot = (program: Program, id: string, is: (bot: BotReport) => boolean): Promise<BotReport> =>
  until(`bot ${id} is as expected`, async () => (await botsOf(program)).find((one) => one.id === id && is(one)), {
    withinMs: 30_000,
  })

export const holds = ({ positions }: BotReport): boolean => positions.some(({ amount }) => amount !== '0')
