import { MarketDataWebSocketManager } from '@md/manager'
import { FakeAdapter, aTicker } from '@md/types/testing'
const N = Number(process.argv[2] ?? 5000)
const med = (a) => a.toSorted((x, y) => x - y)[a.length >> 1]
const fake = new FakeAdapter('binance')
const make = () => { let own = 0; return { f: (e) => { if (e.type === 'ticker') own += e.data.last }, g: (d) => { own += d.last } } }
const want = { exchange: 'binance', channel: 'ticker', symbol: 'BTC/USDT' }
const mSub = new MarketDataWebSocketManager({ adapters: { binance: () => fake } })
const fake2 = new FakeAdapter('binance')
const mOn = new MarketDataWebSocketManager({ adapters: { binance: () => fake2 } })
const plainEvent = [], plainData = []
// interleaved, so that both have the same luck with memory
for (let i = 0; i < N; i++) { plainEvent.push(make().f); await mSub.subscribe(want, make().f); plainData.push(make().g); mOn.on('ticker', make().g) }
await mOn.subscribe(want)
let last = 1
const tick = () => aTicker({ last: last++, receivedAt: performance.timeOrigin + performance.now(), timestamp: Date.now() })
const cases = {
  'plain array (event)': () => { const e = { type: 'ticker', data: tick() }; for (let i = 0; i < plainEvent.length; i++) plainEvent[i](e) },
  'manager.subscribe': () => fake.emit('ticker', tick()),
  'plain array (data)': () => { const d = tick(); for (let i = 0; i < plainData.length; i++) plainData[i](d) },
  'manager.on': () => fake2.emit('ticker', tick()),
}
const R = {}
const per = Math.max(200, Math.round(2_000_000 / N))
for (let round = 0; round < 15; round++) for (const [name, run] of Object.entries(cases)) {
  for (let i = 0; i < per / 4; i++) run()
  const t = performance.now(); for (let i = 0; i < per; i++) run(); (R[name] ??= []).push((performance.now() - t) * 1000 / per)
}
for (const n in R) console.log(n.padEnd(22), med(R[n]).toFixed(2), 'µs/event')
console.log('subscribe / plain', (med(R['manager.subscribe']) / med(R['plain array (event)'])).toFixed(2), ' on / plain', (med(R['manager.on']) / med(R['plain array (data)'])).toFixed(2))
await mSub.disconnectAll(); await mOn.disconnectAll()
