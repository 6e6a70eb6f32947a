import { styleText } from 'node:util'
import { type BotReport, table } from '@md/bots'
import type { ExchangeMetrics, HealthStatus } from '@md/manager'
import { BOT_COLUMNS, BOT_WORDS, botCells } from './bot-cells.ts'
import type { MarketRow, Note } from './tally.ts'

/** Everything a picture is made of. */
export interface Scene {
  readonly title: string
  /** ms since the start. */
  readonly elapsed: number
  readonly eventsPerSecond: number
  readonly health: HealthStatus
  readonly exchanges: readonly { readonly exchange: string; readonly metrics: ExchangeMetrics }[]
  readonly rows: readonly (MarketRow & { readonly rate: number })[]
  readonly bots: readonly BotReport[]
  /** What bots wait for that have not begun yet. */
  readonly waiting: readonly string[]
  readonly notes: readonly Note[]
}

const NOTES_SHOWN = 10

/** The view as lines. Pure. */
export function draw(scene: Scene): string {
  const { title, elapsed, eventsPerSecond, health } = scene
  const head = `${styleText('bold', title)}   ${duration(elapsed)}   ${eventsPerSecond.toFixed(0)} events/s   ${paint(health.status)}`
  const reasons = health.reasons.slice(0, 3).map(({ message }) => styleText('yellow', `  ${message}`))
  return [
    head,
    ...reasons,
    '',
    ...tableOf(EXCHANGE_COLUMNS, scene.exchanges.map(exchangeCells)),
    '',
    ...tableOf(MARKET_COLUMNS, scene.rows.map(marketCells)),
    '',
    ...botRows(scene.bots),
    ...scene.waiting.map((line) => styleText('yellow', line)),
    ...scene.notes.slice(-NOTES_SHOWN).map(noteLine),
    styleText('dim', 'Ctrl-C ends it with a summary'),
  ].join('\n')
}

export const noteLine = ({ at, text }: Note): string => `${styleText('dim', clockTime(at))} ${text}`

const botRows = (bots: readonly BotReport[]): string[] =>
  bots.length === 0 ? [] : [...tableOf(BOT_COLUMNS, bots.map(cellsOfBot), BOT_WORDS), '']

const cellsOfBot = (bot: BotReport): string[] => botCells(bot, paint)

const EXCHANGE_COLUMNS = [
  'exchange',
  'state',
  'frames',
  'venue→adapter p50/p99 ms',
  'adapter→manager p50/p99 ms',
  'reconnects',
  'rotations',
  'skipped',
]

function exchangeCells({ exchange, metrics }: Scene['exchanges'][number]): string[] {
  const { adapter, latency, reconnects, state } = metrics
  const skipped = Object.values(adapter?.skipped ?? {}).reduce((sum, count) => sum + count, 0)
  return [
    exchange,
    paint(state),
    String(adapter?.framesReceived ?? 0),
    hop(latency.exchangeToAdapter.recent),
    hop(latency.adapterToManager.recent),
    String(reconnects),
    String(adapter?.rotations ?? 0),
    String(skipped),
  ]
}

const MARKET_COLUMNS = ['market', 'last', 'bid', 'ask', 'spread', 'book', 'levels', 'events/s', 'gaps', 'missed']

function marketCells(row: Scene['rows'][number]): string[] {
  const spread = row.ask - row.bid
  return [
    `${row.exchange} ${row.symbol}`,
    price(row.last),
    price(row.bid),
    price(row.ask),
    Number.isFinite(spread) ? `${spread.toFixed(2)} (${((spread / row.ask) * 10_000).toFixed(2)} bp)` : '–',
    paint(row.book),
    String(row.levels),
    row.rate.toFixed(0),
    String(row.gaps),
    String(row.missed),
  ]
}

const hop = ({ count, p50, p99 }: { count: number; p50: number; p99: number }): string =>
  count === 0 ? '–' : `${p50.toFixed(2)} / ${p99.toFixed(2)}`

const price = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '–')

const GOOD = new Set(['CONNECTED', 'live', 'healthy', 'running'])
const BAD = new Set(['TERMINATED', 'DISCONNECTED', 'unhealthy', 'stale', 'failed', 'stopped'])

function paint(word: string): string {
  if (GOOD.has(word)) return styleText('green', word)
  return styleText(BAD.has(word) ? 'red' : 'yellow', word)
}

const tableOf = (columns: readonly string[], rows: readonly string[][], left: readonly string[] = []): string[] => {
  const [head = '', ...lines] = table(columns, rows, { left })
  return [styleText('dim', head), ...lines]
}

function duration(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** `HH:MM:SS`, UTC. */
function clockTime(at: number): string {
  const seconds = Math.floor(at / 1_000) % 86_400
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${two(seconds / 3_600)}:${two((seconds % 3_600) / 60)}:${two(seconds % 60)}`
}
