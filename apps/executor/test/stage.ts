import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ExchangeSimulator, startExchange } from '@md/exchange-simulator'
import { type RedisServer, startRedisServer, until } from '@md/redis-bridge/testing'
import { type Program, startProgram } from '@md/service/testing'
import { onTestFinished } from 'vitest'

const HOST = new URL('../../host/src/main.ts', import.meta.url)
const EXECUTOR = new URL('../src/main.ts', import.meta.url)

type Settings = Readonly<Record<string, string>>

/** What an executor tells of one market. */
interface Market {
  readonly symbol: string
  readonly book: string
  readonly received: Readonly<Record<'ticker' | 'trade' | 'orderbook' | 'candle' | 'gap', number>>
}

/** What is read of `/status`. */
interface Status {
  readonly leading?: boolean
  readonly wants: readonly { readonly symbol: string; readonly channel: string }[]
  readonly markets?: readonly Market[]
}

/** A Redis, an exchange, and another of which only an executor knows: whoever opens a socket there is counted. */
export interface Stage {
  readonly redis: RedisServer
  readonly exchange: ExchangeSimulator
  readonly decoy: ExchangeSimulator
  host(settings?: Settings): Program
  executor(settings?: Settings, args?: readonly string[]): Program
}

export async function aStage(): Promise<Stage> {
  const [redis, exchange, decoy] = await Promise.all([
    startRedisServer(),
    startExchange({ exchange: 'kraken', rate: 20 }),
    startExchange({ exchange: 'kraken', rate: 20 }),
  ])
  onTestFinished(async () => {
    await Promise.all([redis.stop(), exchange.close(), decoy.close()])
  })
  const at = ({ restUrl, url }: ExchangeSimulator) => ({
    EXCHANGES: 'kraken',
    KRAKEN_URL: url,
    KRAKEN_REST_URL: restUrl,
  })
  const start = (main: URL, environment: Settings, args: readonly string[] = []): Program => {
    const program = startProgram(main, environment, args)
    onTestFinished(async () => {
      program.kill('SIGKILL')
      await program.ended
    })
    return program
  }
  const noBots = join(aFolder(), 'bots.yaml')
  writeFileSync(noBots, 'bots: []\n')
  const shared = { REDIS_URL: redis.url, ENABLE_REDIS_SCALING: 'true' }
  return {
    redis,
    exchange,
    decoy,
    host: (settings = {}) => start(HOST, { ...shared, ...at(exchange), ...settings }),
    executor: (settings = {}, args = []) =>
      start(EXECUTOR, { ...shared, ...at(decoy), BOTS_FILE: noBots, ...settings }, args),
  }
}

/** A folder that is gone when the test is over. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'md-executor-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function statusOf(program: Program): Promise<Status> {
  const { text } = await program.ask('/status')
  return JSON.parse(text) as Status
}

/** The market once it is as it should be. */
export const market = (
  program: Program,
  symbol: string,
  is: (market: Market) => boolean,
  withinMs = 20_000,
): Promise<Market> =>
  until(
    `the market ${symbol} is as expected`,
    async () => (await statusOf(program)).markets?.find((one) => one.symbol === symbol && is(one)),
    { withinMs },
  )

export const isFlowing = ({ book, received }: Market): boolean =>
  book === 'live' && received.ticker > 0 && received.trade > 0 && received.orderbook > 0

export const ready = (program: Program, code = 200): Promise<string> =>
  until(`/readyz answers ${code}`, async () => {
    const answered = await program.ask('/readyz')
    return answered.code === code ? answered.text : undefined
  })

/** Not ready, for this reason among others. */
export const notReady = (program: Program, reason: RegExp): Promise<boolean> =>
  until(`/readyz answers 503 with ${reason}`, async () => {
    const { code, text } = await program.ask('/readyz')
    return code === 503 && reason.test(text)
  })

export const leads = (host: Program): Promise<boolean> =>
  until('the host leads', async () => (await statusOf(host)).leading)
