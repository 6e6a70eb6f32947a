import { MarketDataWebSocketManager } from '@md/manager'
import { FakeAdapter, aTicker } from '@md/types/testing'
const N = 5000, mode = process.argv[2]
const med = (a) => a.toSorted((x, y) => x - y)[a.length >> 1]
const fake = new FakeAdapter('binance')
let sum = 0
const KINDS = {
  count: () => () => { sum++ },
  closure: () => { let own = 0; return (e) => { own += e.data ? e.data.last : e.last } },
}
const make = KINDS[process.argv[3] ?? 'closure']
const want = { exchange: 'binance', channel: 'ticker', symbol: 'BTC/USDT' }
const m = new MarketDataWebSocketManager({ adapters: { binance: () => fake } })
const layout = process.argv[4] ?? 'interleaved'
const plain = []
if (layout === 'interleaved') for (let i = 0; i < N; i++) { plain.push(make()); if (mode === 'sub') await m.subscribe(want, make()); else m.on('ticker', make()) }
if (layout === 'same') { for (let i = 0; i < N; i++) plain.push(make()); for (const f of plain) if (mode === 'sub') await m.subscribe(want, f); else m.on('ticker', f) }
if (layout === 'separate') { for (let i = 0; i < N; i++) plain.push(make()); for (let i = 0; i < N; i++) if (mode === 'sub') await m.subscribe(want, make()); else m.on('ticker', make()) }

await m.subscribe(want)
let last = 1
const tick = () => aTicker({ last: last++, receivedAt: performance.timeOrigin + performance.now(), timestamp: Date.now() })
const cases = {
  plain: () => { const d = tick(); const e = mode === 'sub' ? { type: 'ticker', data: d } : d; for (let i = 0; i < plain.length; i++) plain[i](e) },
  forof: () => { const d = tick(); const e = mode === 'sub' ? { type: 'ticker', data: d } : d; for (const f of plain) f(e) },
  manager: () => fake.emit('ticker', tick()),
}
const R = {}
for (let round = 0; round < 41; round++) for (const [name, run] of Object.entries(cases)) {
  for (let i = 0; i < 100; i++) run()
  const t = performance.now(); for (let i = 0; i < 150; i++) run(); (R[name] ??= []).push((performance.now() - t) * 1000 / 150)
}
console.log(mode, process.argv[3], layout, Object.entries(R).map(([n, r]) => `${n} ${med(r).toFixed(1)}`).join(' · '), 'µs  ratio', (med(R.manager) / med(R.plain)).toFixed(2), 'of minima', (Math.min(...R.manager) / Math.min(...R.plain)).toFixed(2))
await m.disconnectAll()
