import { checkOrder } from '/work/main/packages/bot-engine/src/risk/check-order.ts'
import { KillSwitch } from '/work/main/packages/bot-engine/src/risk/kill-switch.ts'
import { SharedRisk } from '/work/main/packages/bot-engine/src/risk/shared-risk.ts'
import { aProposal, aView, anOrder, aBook, anExit, aPosition, NOW } from '/work/main/packages/bot-engine/test/risk-kit.ts'
const limits = { maxOrderValue: '1000', maxPositionValue: '5000', maxGrossExposure: '5000', maxOpenOrders: 50, maxOrdersPerMinute: 100, priceCollar: 0.1, maxPriceAgeMs: 1000, maxDailyLoss: '100', maxDrawdown: 0.2, lossStreak: { count: 3, coolDownMs: 10 } }
function time(name: string, n: number, f: (i: number) => unknown) {
  for (let i = 0; i < n / 5; i++) f(i)
  const t = process.hrtime.bigint(); for (let i = 0; i < n; i++) f(i)
  console.log(name, (Number(process.hrtime.bigint() - t) / n / 1000).toFixed(3), 'µs')
}
const p = aProposal(), v0 = aView({ book: aBook() }), v10 = aView({ book: aBook(), openOrders: Array.from({ length: 10 }, (_, i) => anOrder({ ref: 'o' + i, request: { price: '50' } })) })
console.log(checkOrder(p, v0, limits), checkOrder(p, v10, limits))
time('checkOrder, no open orders', 50000, () => checkOrder(p, v0, limits))
time('checkOrder, 10 open orders', 20000, () => checkOrder(p, v10, limits))
const x = anExit(), vx = aView({ position: aPosition('1'), book: aBook() })
console.log(checkOrder(x, vx, limits))
time('checkOrder exit', 50000, () => checkOrder(x, vx, limits))
const k = new KillSwitch({ store: { latches: async () => [], latch: async () => {}, unlatch: async () => {} }, onFailure: () => {} })
const o = { botId: 'a', account: 'b' }
time('reasonFor, nothing latched', 5000000, () => k.reasonFor(o))
await k.halt({ scope: 'bot', id: 'z', cause: '', by: '', at: 0 })
time('reasonFor, another bot latched', 2000000, () => k.reasonFor(o))
const s = new SharedRisk({ scope: 'process', id: '', limits: { maxGrossExposure: '1000000000', maxOpenOrders: 1e9, maxOrdersPerMinute: 100000, maxDailyLoss: '1000' } })
for (let i = 0; i < 1000; i++) s.update('b' + i, { grossExposure: '10', openOrders: 1, dayPnl: 0.1 })
time('reserve, 1000 bots', 50000, (i) => s.reserve('b' + (i % 1000), { value: '1', purpose: 'exposure', now: NOW + i * 1000 }))
time('update', 50000, (i) => s.update('b' + (i % 1000), { grossExposure: '10.5', openOrders: 1, dayPnl: 0.1 }))
