import { binanceDepthBusy, binanceDepthQuiet, binanceMiniTicker, binanceTrade } from './binance.ts'
import { coinbaseLevel2, coinbaseMatch, coinbaseTicker } from './coinbase.ts'
import { krakenBook, krakenTrade } from './kraken.ts'
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
export function workloadNamed(name: string): Workload {
  const found = WORKLOADS.find((workload) => workload.name === name)
  if (found === undefined) {
    throw new RangeError(`no workload is called "${name}"; there are ${WORKLOADS.map((one) => one.name).join(', ')}`)
  }
  return found
}
