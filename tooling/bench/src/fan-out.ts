import { MarketDataWebSocketManager } from '@md/manager'
import type { MarketEvent, Trade } from '@md/types'
import { aTrade, FakeAdapter } from '@md/types/testing'
import { median } from './median.ts'

/** One event to many listeners of one market, in nanoseconds an event. */
export interface FanOut {
  readonly listeners: number
  readonly manager: number
  /** Calling the same functions from an array. */
  readonly array: number
  readonly ratio: number
}

const EVENTS = 2_000

/** `batches` alternated batches; medians. */
export async function fanOut(listeners: number, batches: number): Promise<FanOut> {
  const adapter = new FakeAdapter('binance')
  const manager = new MarketDataWebSocketManager({ adapters: { binance: () => adapter } })
  let sum = 0
  const functions = Array.from({ length: listeners }, () => (event: MarketEvent) => {
    if (event.type === 'trade') sum += event.data.price
  })
  const want = { exchange: 'binance', channel: 'trades', symbol: 'BTC/USDT' } as const
  await Promise.all(functions.map((listener) => manager.subscribe(want, listener)))

  const trade: Trade = aTrade()
  const event: MarketEvent = { type: 'trade', data: trade }
  const timed = (work: () => void): number => {
    const started = performance.now()
    for (let i = 0; i < EVENTS; i++) work()
    return ((performance.now() - started) * 1e6) / EVENTS
  }
  const viaManager: number[] = []
  const viaArray: number[] = []
  for (let batch = 0; batch < batches; batch++) {
    viaManager.push(timed(() => adapter.emit('trade', trade)))
    viaArray.push(
      timed(() => {
        for (const listener of functions) listener(event)
      }),
    )
  }
  await manager.disconnectAll()
  if (sum === 0) throw new Error('the listeners were not called')
  const [ours, array] = [median(viaManager), median(viaArray)]
  return { listeners, manager: ours, array, ratio: ours / array }
}
