import type { JournalEntry } from '@md/bot-engine'

export const MOVED = 'moved to another price'

/** Which orders end a position and which take the place of another: a venue cannot see that. */
export class OrderKinds {
  readonly #exits = new Set<string>()
  readonly #replacements = new Set<string>()

  learn(entry: JournalEntry): void {
    if (entry.type !== 'intent') return
    const { because, purpose, request } = entry.order
    if (purpose === 'exit') this.#exits.add(request.clientOrderId)
    if (because === MOVED) this.#replacements.add(request.clientOrderId)
  }

  isExit(clientOrderId: string): boolean {
    return this.#exits.has(clientOrderId)
  }

  isReplacement(clientOrderId: string): boolean {
    return this.#replacements.has(clientOrderId)
  }
}
