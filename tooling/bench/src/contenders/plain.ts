import { EventEmitter } from 'node:events'
import type { Workload } from '../workloads/workload.ts'
import type { StartContender } from './contender.ts'
import { listen } from './floor.ts'
import { plainBinance } from './plain-binance.ts'
import { plainCoinbase } from './plain-coinbase.ts'
import { plainKraken } from './plain-kraken.ts'

/** Turns a parsed message into an event; `undefined` when there is nothing to tell. */
export type PlainMapping = (message: unknown, receivedAt: number) => object | undefined

const MAPPINGS: Readonly<Record<Workload['exchange'], (workload: Workload, restUrl: string) => Promise<PlainMapping>>> =
  {
    binance: plainBinance,
    coinbase: plainCoinbase,
    kraken: plainKraken,
  }

/**
 * The plain way: what an experienced developer writes in an afternoon. `ws`, `JSON.parse`, a hand-written mapping, a
 * maintained book with its sequence or checksum check, one emit.
 */
export const plain: StartContender = async (task) => {
  const map = await MAPPINGS[task.workload.exchange](task.workload, task.restUrl)
  const emitter = new EventEmitter()
  let events = 0
  emitter.on('event', (event: { timestamp?: number }) => {
    events += 1
    if (task.latency && event.timestamp !== undefined) task.latency(event.timestamp)
  })
  const contender = await listen(task, (frame) => {
    const event = map(JSON.parse(frame.toString()), performance.timeOrigin + performance.now())
    if (event !== undefined) emitter.emit('event', event)
  })
  return { frames: contender.frames, events: () => events }
}
