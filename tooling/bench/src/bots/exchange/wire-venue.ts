import type { Balance, ExecutionVenue, Fill, OrderRequest, OrderState, Outcome, VenueEvent } from '@md/types'
import { WebSocket } from 'ws'
import { INSTRUMENTS } from '../markets.ts'
import type { WireAnswer, WireOrder } from './calls.ts'

export interface WireVenueOptions {
  readonly port: number
  /** What a market order is filled at. Limit orders expire at once. */
  readonly fillPrice: (order: OrderRequest) => string
  /** The venue has read an order. */
  readonly onArrival?: (clientOrderId: string, arrivedAt: number) => void
}

/**
 * The least that a venue over a socket can be: an order leaves as one frame, and its answer is its acceptance. What it
 * filled it makes up here, so that nothing but the order is on the wire.
 */
export class WireVenue implements ExecutionVenue {
  readonly #options: WireVenueOptions
  readonly #waiting = new Map<string, { readonly order: OrderRequest; readonly answer: (outcome: Outcome) => void }>()
  #socket: WebSocket | undefined
  #listener: ((event: VenueEvent) => void) | undefined
  #trades = 0

  constructor(options: WireVenueOptions) {
    this.#options = options
  }

  clientOrderId(botId: string, fence: number, sequence: number): string {
    return `${botId}-${fence}-${sequence}`
  }

  async connect(listener: (event: VenueEvent) => void): Promise<void> {
    this.#listener = listener
    const socket = new WebSocket(`ws://127.0.0.1:${this.#options.port}/orders`)
    this.#socket = socket
    socket.on('message', (data) => this.#answered(JSON.parse(String(data)) as WireAnswer))
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
  }

  async disconnect(): Promise<void> {
    this.#socket?.close()
  }

  place(order: OrderRequest): Promise<Outcome> {
    const { amount, clientOrderId, price, side, symbol, type } = order
    const frame: WireOrder = { clientOrderId, symbol, side, type, amount, ...(price !== undefined && { price }) }
    this.#socket?.send(JSON.stringify(frame))
    return new Promise((answer) => this.#waiting.set(clientOrderId, { order, answer }))
  }

  async cancel(_symbol: string, clientOrderId: string): Promise<Outcome> {
    return { outcome: 'rejected', code: 'unknown-order', message: `${clientOrderId} has ended` }
  }

  async find(): Promise<OrderState | undefined> {
    return undefined
  }

  async openOrders(): Promise<readonly OrderState[]> {
    return []
  }

  async fills(): Promise<readonly Fill[]> {
    return []
  }

  async balances(): Promise<readonly Balance[]> {
    return ['USDT', ...INSTRUMENTS.map(({ base }) => base)].map((asset) => ({ asset, free: '1000000000', locked: '0' }))
  }

  #answered({ arrivedAt, clientOrderId, venueOrderId }: WireAnswer): void {
    const waiting = this.#waiting.get(clientOrderId)
    if (waiting === undefined) return
    this.#waiting.delete(clientOrderId)
    this.#options.onArrival?.(clientOrderId, arrivedAt)
    const { answer, order } = waiting
    answer({ outcome: 'accepted', venueOrderId })
    const isFilled = order.type === 'market'
    if (isFilled) this.#tell({ type: 'fill', data: this.#fillOf(order) })
    const { amount, exchange, side, symbol } = order
    const status = isFilled ? 'filled' : 'expired'
    const filled = isFilled ? amount : '0'
    this.#tell({
      type: 'order',
      data: { exchange, symbol, clientOrderId, venueOrderId, status, side, amount, filled },
    })
  }

  #fillOf(order: OrderRequest): Fill {
    this.#trades += 1
    const { amount, clientOrderId, exchange, side, symbol } = order
    return {
      exchange,
      symbol,
      clientOrderId,
      side,
      amount,
      tradeId: `t${this.#trades}`,
      price: this.#options.fillPrice(order),
      fee: '0',
      feeAsset: 'USDT',
      liquidity: 'taker',
      timestamp: this.#trades,
    }
  }

  #tell(event: VenueEvent): void {
    this.#listener?.(event)
  }
}
