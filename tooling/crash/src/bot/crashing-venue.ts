import type { Balance, ExecutionVenue, Fill, OrderRequest, OrderState, Outcome, VenueEvent } from '@md/types'
import type { Asked } from '../points.ts'
import type { Fuse } from './fuse.ts'
import type { OrderKinds } from './order-kinds.ts'
import type { Bug } from './plan.ts'

export interface CrashingVenueParts {
  readonly venue: ExecutionVenue
  readonly fuse: Fuse
  readonly kinds: OrderKinds
  readonly bug: Bug | undefined
}

/** A venue around which the process may end at any moment. */
export class CrashingVenue implements ExecutionVenue {
  readonly #parts: CrashingVenueParts
  #told = 0

  constructor(parts: CrashingVenueParts) {
    this.#parts = parts
  }

  clientOrderId(botId: string, fence: number, sequence: number): string {
    return this.#parts.venue.clientOrderId(botId, fence, sequence)
  }

  connect(listener: (event: VenueEvent) => void): Promise<void> {
    return this.#ask(['connect'], () => this.#parts.venue.connect((event) => this.#hear(event, listener)))
  }

  disconnect(): Promise<void> {
    return this.#parts.venue.disconnect()
  }

  async place(order: OrderRequest): Promise<Outcome> {
    const { bug, kinds, venue } = this.#parts
    const subjects: Asked[] = ['place']
    if (kinds.isExit(order.clientOrderId)) subjects.push('exit-place')
    if (kinds.isReplacement(order.clientOrderId)) subjects.push('replacement-place')
    const outcome = await this.#ask(subjects, () => venue.place(order))
    if (outcome.outcome !== 'unknown') return outcome
    if (bug === 'sends-again') return venue.place(order)
    return bug === 'takes-unknown-for-rejected' ? { outcome: 'rejected', code: 'other', message: 'surely' } : outcome
  }

  cancel(symbol: string, clientOrderId: string): Promise<Outcome> {
    return this.#ask(['ask-cancel'], () => this.#parts.venue.cancel(symbol, clientOrderId))
  }

  find(symbol: string, clientOrderId: string): Promise<OrderState | undefined> {
    return this.#ask(['find'], () => this.#parts.venue.find(symbol, clientOrderId))
  }

  openOrders(): Promise<readonly OrderState[]> {
    return this.#ask(['open-orders'], () => this.#parts.venue.openOrders())
  }

  async fills(symbol: string, since: number): Promise<readonly Fill[]> {
    const fills = await this.#ask(['fills'], () => this.#parts.venue.fills(symbol, since))
    return this.#parts.bug === 'asks-for-no-fills' ? [] : fills.map((fill) => this.#counted(fill))
  }

  balances(): Promise<readonly Balance[]> {
    return this.#ask(['balances'], () => this.#parts.venue.balances())
  }

  async #ask<T>(subjects: readonly Asked[], ask: () => Promise<T>): Promise<T> {
    const { fuse } = this.#parts
    for (const subject of subjects) fuse.reach(`${subject}:before`)
    const asking = ask()
    for (const subject of subjects) fuse.reach(`${subject}:sent`)
    const answer = await asking
    for (const subject of subjects) fuse.reach(`${subject}:after`)
    return answer
  }

  #hear(event: VenueEvent, listener: (event: VenueEvent) => void): void {
    const { fuse } = this.#parts
    if (event.type === 'order') {
      fuse.reach('hear-order:before')
      listener(event)
      fuse.reach('hear-order:after')
    } else if (event.type === 'fill') {
      fuse.reach('hear-fill:before')
      listener({ type: 'fill', data: this.#counted(event.data) })
      fuse.reach('hear-fill:after')
    } else listener(event)
  }

  /** A trade that has another id each time it is told looks like another trade. */
  #counted(fill: Fill): Fill {
    if (this.#parts.bug !== 'counts-fills-twice') return fill
    this.#told += 1
    return { ...fill, tradeId: `${fill.tradeId}/${this.#told}` }
  }
}
