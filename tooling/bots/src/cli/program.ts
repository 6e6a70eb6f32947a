import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { strategies } from '@md/bot-engine/strategies'
import { type Market, reportOf } from '@md/types'
import { readBotsFile } from '../file/read-file.ts'
import { marketsNamed, type Spellings } from '../file/spellings.ts'
import { readBots } from '../read-bots.ts'
import { jsonSchemaOf } from '../schema/json-schema.ts'
import { type Request, readRequest, USAGE } from './options.ts'
import { runRequest } from './run.ts'

const SCHEMA_FILE = new URL('../../bots.schema.json', import.meta.url)

/** How an exchange's own spellings of symbols are written here. */
type Unify = (markets: readonly Market[]) => Promise<Spellings>

/** What of Node's `process` a command needs. */
type Surroundings = Pick<NodeJS.Process, 'argv' | 'cwd' | 'env' | 'exitCode' | 'loadEnvFile' | 'stderr' | 'stdout'>

interface Given {
  readonly env: NodeJS.ProcessEnv
  readonly folder: string
  readonly unify: Unify
}

const AS_WRITTEN: Unify = async () => []

async function printed(request: Request, { env, folder, unify }: Given): Promise<string> {
  switch (request.kind) {
    case 'help':
      return USAGE
    case 'schema':
      await writeFile(SCHEMA_FILE, `${JSON.stringify(jsonSchemaOf(strategies), undefined, 2)}\n`)
      return 'bots.schema.json is written'
    case 'check': {
      const file = resolve(folder, request.file ?? env['BOTS_FILE'] ?? 'bots.yaml')
      const text = await readBotsFile(file)
      const spellings = await unify(marketsNamed(text))
      const { bots } = readBots(text, { file, strategies, spellings })
      return `${file} can be used: ${bots.map(({ id }) => id).join(', ') || 'no bots'}`
    }
    default:
      return runRequest(request, env['CONTROL_TOKEN'])
  }
}

/** The `bots` command. Without `unify` symbols are taken as they are written. */
export async function runBots(within: Surroundings, unify = AS_WRITTEN): Promise<void> {
  const { env } = within
  const folder = env['INIT_CWD'] ?? within.cwd()
  for (const dotEnv of new Set([join(folder, '.env'), join(within.cwd(), '.env')]))
    if (existsSync(dotEnv)) within.loadEnvFile(dotEnv)
  try {
    const url = `http://127.0.0.1:${env['HTTP_PORT'] || 8081}`
    const request = readRequest(within.argv.slice(2), { url, by: userInfo().username })
    within.stdout.write(`${await printed(request, { env, folder, unify })}\n`)
  } catch (error) {
    within.stderr.write(`${reportOf(error).message}\n`)
    within.exitCode = 2
  }
}
