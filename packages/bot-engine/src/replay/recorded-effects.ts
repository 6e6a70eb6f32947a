import type { Effects } from '../engine/effects.ts'
import type { JournalEntry } from '../journal/entry.ts'
import type { Refusal } from '../risk/refusal.ts'

/** A world that does nothing, and answers as the recorded one did. */
export class RecordedEffects implements Effects {
  readonly #clientOrderIds = new Map<number, string>()
  readonly #refusals = new Map<number, Refusal[]>()

  constructor(journal: readonly JournalEntry[]) {
    for (const entry of journal) {
      if (entry.type === 'intent') this.#clientOrderIds.set(entry.order.sequence, entry.order.request.clientOrderId)
      if (entry.type !== 'shared-refusal') continue
      const refusals = this.#refusals.get(entry.sequence) ?? []
      refusals.push(entry.refusal)
      this.#refusals.set(entry.sequence, refusals)
    }
  }

  clientOrderId(_exchange: unknown, sequence: number): string {
    return this.#clientOrderIds.get(sequence) ?? `not in the journal: order ${sequence}`
  }

  /** In the order in which they were told; an order that was let through in the end follows them. */
  sharedRefusal(sequence: number): Refusal | undefined {
    return this.#refusals.get(sequence)?.shift()
  }

  readonly monotonic = (): number => 0
  commit(): void {}
  wakeAt(): void {}
  tell(): void {}
  orderChanged(): void {}
  cancelStray(): void {}
  requestStop(): void {}
}
