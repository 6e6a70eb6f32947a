import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { strategies } from '@md/bot-engine/strategies'
import { reportOf } from '@md/types'
import { type Request, readRequest, USAGE } from './cli/options.ts'
import { runRequest } from './cli/run.ts'
import { readBots } from './read-bots.ts'
import { jsonSchemaOf } from './schema/json-schema.ts'

const SCHEMA_FILE = new URL('../bots.schema.json', import.meta.url)

const folder = process.env['INIT_CWD'] ?? process.cwd()
for (const dotEnv of new Set([join(folder, '.env'), join(process.cwd(), '.env')]))
  if (existsSync(dotEnv)) process.loadEnvFile(dotEnv)

async function printed(request: Request): Promise<string> {
  switch (request.kind) {
    case 'help':
      return USAGE
    case 'schema':
      await writeFile(SCHEMA_FILE, `${JSON.stringify(jsonSchemaOf(strategies), undefined, 2)}\n`)
      return 'bots.schema.json is written'
    case 'check': {
      const file = resolve(folder, request.file ?? process.env['BOTS_FILE'] ?? 'bots.yaml')
      const { bots } = readBots(await readFile(file, 'utf8'), { file, strategies })
      return `${file} can be used: ${bots.map(({ id }) => id).join(', ') || 'no bots'}`
    }
    default:
      return runRequest(request, process.env['CONTROL_TOKEN'])
  }
}

try {
  const url = `http://127.0.0.1:${process.env['HTTP_PORT'] || 8081}`
  const request = readRequest(process.argv.slice(2), { url, by: userInfo().username })
  process.stdout.write(`${await printed(request)}\n`)
} catch (error) {
  process.stderr.write(`${reportOf(error).message}\n`)
  process.exitCode = 2
}
