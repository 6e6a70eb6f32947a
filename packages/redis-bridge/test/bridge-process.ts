import { RedisEventBridge } from '../src/index.ts'
import type { BridgeNews, BridgeOrder } from './bridge-orders.ts'
import { Ledger } from './ledger.ts'
import { Load, SYMBOLS } from './load.ts'

interface Opened {
  readonly bridge: RedisEventBridge
  readonly ledger: Ledger
  load: Load
}

let opened: Opened | undefined

async function open({ listen, options }: Extract<BridgeOrder, { kind: 'open' }>): Promise<Opened> {
  const bridge = new RedisEventBridge(options)
  const ledger = new Ledger(bridge)
  await bridge.connect()
  const wanted = listen ? SYMBOLS : []
  await Promise.all(wanted.map((symbol) => bridge.subscribe('trade', { exchange: 'binance', symbol })))
  return { bridge, ledger, load: new Load([bridge]) }
}

async function follow(order: BridgeOrder): Promise<BridgeNews> {
  if (order.kind === 'open') opened = await open(order)
  if (opened === undefined) throw new Error('nothing is open')
  const { bridge, ledger } = opened
  switch (order.kind) {
    case 'load':
      opened.load = new Load([bridge], order.since)
      opened.load.start()
      break
    case 'publish':
      opened.load.publish(order.count)
      await bridge.flush()
      break
    case 'halt':
      opened.load.stop()
      await bridge.flush()
      break
    case 'close':
      await bridge.disconnect()
      break
    case 'open':
    case 'tell':
  }
  return { account: ledger.account, published: opened.load.published, metrics: bridge.getMetrics() }
}

process.on('message', (order: BridgeOrder) => {
  follow(order).then(
    (news) => process.send?.({ news }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  )
})
// Whoever started it is gone.
process.on('disconnect', () => process.exit())
