import { writeFile } from 'node:fs/promises'
import { BOT_PARTS } from './bots/bots-bench.ts'
import { botTables } from './bots/bots-report.ts'
import type { BenchOptions, Part } from './options.ts'
import { redisMarkdown } from './redis/redis-report.ts'
import { type Report, toMarkdown } from './report.ts'
import { type Place, updateDocs } from './update-docs.ts'

/** In tables of their own. */
const APART: readonly Part[] = ['redis', ...BOT_PARTS]

/** On stdout, and wherever else it was asked for. */
export async function writeReport(report: Report, options: BenchOptions): Promise<void> {
  const tables = tablesOf(report, options.parts)
  const markdown = tables.map(([, text]) => text).join('\n')
  process.stdout.write(markdown)
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`)
  if (options.markdown !== undefined) await writeFile(options.markdown, markdown)
  if (!options.updateDocs) return
  for (const [place, text] of tables) await updateDocs(place, text)
}

function tablesOf(report: Report, parts: readonly Part[]): readonly (readonly [Place, string])[] {
  const { bots, date, machine, redis } = report
  const withRest = parts.some((part) => !APART.includes(part))
  return [
    ...(withRest ? [['bench', toMarkdown(report)] as const] : []),
    ...(redis === undefined ? [] : [['redis', redisMarkdown(redis, date, machine)] as const]),
    ...(bots === undefined ? [] : botTables(bots, date, machine)),
  ]
}
