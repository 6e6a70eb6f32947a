import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BinanceAdapter } from '@md/adapter-binance'
import { CoinbaseAdapter } from '@md/adapter-coinbase'
import { KrakenAdapter } from '@md/adapter-kraken'
import { type ExchangeSimulator, type SimulatorOptions, startExchange } from '@md/exchange-simulator'
import type { EventMap, IExchangeAdapter } from '@md/types'
import { onTestFinished } from 'vitest'
import type { MakeAdapter } from '../src/index.ts'

export const MAKE = {
  binance: (options) => new BinanceAdapter(options),
  coinbase: (options) => new CoinbaseAdapter(options),
  kraken: (options) => new KrakenAdapter(options),
} as const satisfies Record<string, MakeAdapter>

export type Simulated = keyof typeof MAKE

/** A folder that does not exist yet, and is gone after the test. */
export function aFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'recorder-'))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  return join(parent, 'recording')
}

export async function anExchange(options: SimulatorOptions): Promise<ExchangeSimulator> {
  const exchange = await startExchange({ seed: 3, levels: 50, ...options })
  onTestFinished(() => exchange.close())
  return exchange
}

/** Resolves with the first such event that satisfies. */
export const until = <T extends keyof EventMap>(
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
