import type { Clock } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { clientOrderIdFor } from '../src/orders/client-order-id.ts'
import type { Order } from '../src/orders/order.ts'
import type { OrderInput } from '../src/orders/order-input.ts'
import { Orders } from '../src/orders/orders.ts'
import { reconcile } from '../src/orders/reconcile.ts'
import type { ReconcileOptions, Reconciliation } from '../src/orders/reconcile-options.ts'
import { FakeVenue } from '../src/testing/fake-venue.ts'
import { aRequest, MARKET, pass } from './orders-kit.ts'

/** A bot's orders as they were left, and the venue it comes back to at ten minutes past. */
export function aReturn(
  options: Partial<ReconcileOptions> = {},
  wall: (clock: ManualClock) => Clock = (clock) => clock,
) {
  const clock = new ManualClock(600_000)
  const venue = new FakeVenue(clock)
  const orders = new Orders({ botId: 'bot' })
  const start = () =>
    reconcile({
      botId: 'bot',
      exchange: 'binance',
      markets: [MARKET],
      orders,
      lastFillAt: () => undefined,
      venue,
      unknownOrders: 'adopt',
      clock: wall(clock),
      ...options,
    })
  return {
    clock,
    venue,
    orders,
    /** An order that was written down five minutes past, and what was heard of it since. */
    left(...heard: readonly OrderInput[]): Order {
      const clientOrderId = clientOrderIdFor('bot', 1, orders.nextSequence)
      const ref = `ref-${orders.nextSequence}`
      orders.add({
        ref,
        request: aRequest({ clientOrderId }),
        purpose: 'exposure',
        because: 'test',
        createdAt: 300_000,
      })
      for (const input of heard) orders.apply(input)
      return orders.latest(ref) as Order
    },
    start,
    /** Reconciles while time passes, and says how long it took at most. */
    async run(ms = 20_000): Promise<Reconciliation> {
      const done = start()
      await pass(clock, ms)
      return done
    },
    /** Applies what came of it, as a bot does. */
    apply({ adopted, inputs }: Reconciliation): void {
      for (const order of adopted) orders.put(order)
      for (const input of inputs) if (input.type !== 'balance') orders.apply(input)
    },
  }
}
