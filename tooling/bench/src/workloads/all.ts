import { binanceDepthBusy, binanceDepthQuiet, binanceMiniTicker, binanceTrade } from './binance.ts'
import { coinbaseLevel2, coinbaseMatch, coinbaseTicker } from './coinbase.ts'
import { krakenBook, krakenTrade } from './kraken.ts'
import { recordedWorkloads } from './recorded.ts'
import type { Workload } from './workload.ts'

export const WORKLOADS: readonly Workload[] = [
  binanceTrade,
  binanceMiniTicker,
  binanceDepthQuiet,
  binanceDepthBusy,
  coinbaseLevel2,
  coinbaseMatch,
  coinbaseTicker,
  krakenBook,
  krakenTrade,
]

/** @throws RangeError naming the workloads there are */
export function workloadNamed(name: string, recordings?: string): Workload {
  const all = recordings === undefined ? WORKLOADS : [...WORKLOADS, ...recordedWorkloads(recordings)]
  const found = all.find((workload) => workload.name === name)
  if (found === undefined) {
    throw new RangeError(`no workload is called "${name}"; there are ${all.map((one) => one.name).join(', ')}`)
  }
  return found
}
