import type { Clock, ErrorReport } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { clientOrderIdFor } from '../src/orders/client-order-id.ts'
import type { DeskPolicy, PlaceGate } from '../src/orders/desk-options.ts'
import type { Order } from '../src/orders/order.ts'
import { OrderDesk } from '../src/orders/order-desk.ts'
import type { OrderInput } from '../src/orders/order-input.ts'
import { Orders } from '../src/orders/orders.ts'
import { FakeVenue } from '../src/testing/fake-venue.ts'
import { aRequest } from './orders-kit.ts'

export interface DeskKitOptions {
  readonly persist?: () => Promise<void>
  readonly gate?: (venue: FakeVenue) => PlaceGate
  readonly policy?: Partial<DeskPolicy>
  /** Whether the bot hears of what its venue tells by itself. */
  readonly isConnected?: boolean
  /** The process's own idea of the time. */
  readonly wall?: (clock: ManualClock) => Clock
  readonly onInput?: (input: OrderInput) => void
}

/** A desk between real orders and a fake venue, on a clock that is moved by hand. */
export function aDesk({
  gate,
  isConnected = false,
  onInput,
  persist = async () => undefined,
  policy,
  wall = (clock) => clock,
}: DeskKitOptions = {}) {
  const clock = new ManualClock(0)
  const venue = new FakeVenue(clock)
  const orders = new Orders({ botId: 'bot' })
  const inputs: OrderInput[] = []
  const faults: ErrorReport[] = []
  const hear = (input: OrderInput) => {
    inputs.push(input)
    const change = orders.apply(input)
    if (change?.changed === true) desk.notice(change.order)
    onInput?.(input)
  }
  const desk: OrderDesk = new OrderDesk({
    gate: gate?.(venue) ?? venue,
    venue,
    clock: wall(clock),
    persist,
    listener: hear,
    current: (clientOrderId) => orders.get(clientOrderId),
    report: (fault) => faults.push(fault),
    ...(policy === undefined ? {} : { policy }),
  })
  if (isConnected) {
    void venue.connect((event) => {
      if (event.type === 'order') hear({ type: 'order', state: event.data })
      if (event.type === 'fill') hear({ type: 'fill', fill: event.data })
    })
  }
  return {
    clock,
    desk,
    faults,
    inputs,
    orders,
    venue,
    /** Writes an order down; `ref` names it, and ids count `bot-1-1`, `bot-1-2` … */
    order(ref = 'entry', purpose: Order['purpose'] = 'exposure'): Order {
      const clientOrderId = clientOrderIdFor('bot', 1, orders.nextSequence)
      return orders.add({ ref, request: aRequest({ clientOrderId }), purpose, because: 'test', createdAt: clock.now() })
    },
    status: (ref = 'entry') => orders.latest(ref)?.status,
    cancel(ref = 'entry'): void {
      const order = orders.latest(ref)
      if (order !== undefined) desk.cancel(orders.markCancelling(order.request.clientOrderId))
    },
  }
}
