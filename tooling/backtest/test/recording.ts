import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ExchangeSimulator,
  type SimulatedVenue,
  type SimulatorOptions,
  startExchange,
} from '@md/exchange-simulator'
import { adapterOf } from '@md/exchanges'
import { FolderRecording, recorded } from '@md/recorder'
import type { EventMap, IExchangeAdapter } from '@md/types'
import { onTestFinished } from 'vitest'

export const SYMBOLS: Readonly<Record<SimulatedVenue, string>> = {
  binance: 'BTC/USDT',
  coinbase: 'BTC/USD',
  kraken: 'BTC/USD',
}

async function anExchange(options: SimulatorOptions): Promise<ExchangeSimulator> {
  const exchange = await startExchange({ seed: 3, levels: 50, rate: 50, ...options })
  onTestFinished(() => exchange.close())
  return exchange
}

/** A folder for one test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'backtest-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface RecordingOptions {
  /** Small ones, to have several. */
  readonly segmentBytes?: number
  /** Default: trades, ticker and orderbook. */
  readonly channels?: readonly ('trades' | 'ticker' | 'orderbook')[]
  /** What to wait for before it ends. Called once everything is subscribed. */
  readonly until: (adapter: IExchangeAdapter, exchange: ExchangeSimulator) => Promise<void>
}

/** The folder of a recording of trades, ticker and book, as `pnpm record` makes it. */
export async function aRecording(
  venue: SimulatedVenue,
  { channels = ['trades', 'ticker', 'orderbook'], until, ...options }: RecordingOptions,
): Promise<{ readonly folder: string; readonly exchange: ExchangeSimulator }> {
  const exchange = await anExchange({ exchange: venue })
  const folder = join(aFolder(), 'recording')
  const recording = new FolderRecording({ exchange: venue, folder, ...options })
  const { restUrl, url } = exchange
  const adapter = recorded((own) => adapterOf(venue, own), { url, restUrl }, recording)
  await adapter.connect()
  const symbol = SYMBOLS[venue]
  await Promise.all(channels.map((channel) => adapter.subscribe({ channel, symbol })))
  await until(adapter, exchange)
  await recording.close()
  await adapter.disconnect()
  return { folder, exchange }
}

/** Resolves with the first such event that satisfies. */
export const heard = <T extends keyof EventMap>(
  adapter: Pick<IExchangeAdapter, 'on'>,
  type: T,
  satisfies: (data: EventMap[T]) => boolean = () => true,
): Promise<EventMap[T]> =>
  new Promise((resolve) => {
    const remove = adapter.on(type, (data) => {
      if (!satisfies(data)) return
      remove()
      resolve(data)
    })
  })

/** Resolves after so many of them. */
export async function heardTimes(
  adapter: Pick<IExchangeAdapter, 'on'>,
  type: keyof EventMap,
  times: number,
): Promise<void> {
  let count = 0
  await heard(adapter, type, () => {
    count += 1
    return count >= times
  })
}
