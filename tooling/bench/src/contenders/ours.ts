import { adapterOf } from '@md/exchanges'
import type { StartContender } from './contender.ts'

/** A real adapter over a real socket, every check on. */
export const ours: StartContender = async ({ workload, url, restUrl, latency }) => {
  const adapter = adapterOf(workload.exchange, { url, restUrl })
  let events = 0
  adapter.on('ticker', () => {
    events += 1
  })
  adapter.on('trade', ({ timestamp }) => {
    events += 1
    if (latency && timestamp !== undefined) latency(timestamp)
  })
  adapter.on('orderbook', ({ change, status }) => {
    if (status === 'live' && change?.kind === 'delta') events += 1
  })
  await adapter.connect()
  await adapter.subscribe(workload.request)
  if (workload.restSnapshot) {
    await new Promise<void>((resolve) => {
      const stop = adapter.on('orderbook', ({ status }) => {
        if (status !== 'live') return
        stop()
        resolve()
      })
    })
  }
  return { frames: () => adapter.getMetrics().framesReceived, events: () => events }
}
