import { type BookStatus, EVENT_TYPES, type EventMap, type EventType, type Gap, type MarketEvent } from '@md/types'

interface Source {
  on<T extends EventType>(type: T, listener: (data: EventMap[T]) => void): () => void
}

/** What was told, counted. */
export class Summary {
  readonly #events = new Map<EventType, number>()
  readonly #gaps: Gap[] = []
  readonly #books = new Map<string, BookStatus>()

  /** Hears everything a source tells. Returns its own removal. */
  follow(source: Source): () => void {
    const removals = EVENT_TYPES.map((type) => source.on(type, (data) => this.add({ type, data } as MarketEvent)))
    return () => {
      for (const remove of removals) remove()
    }
  }

  add(event: MarketEvent): void {
    this.#events.set(event.type, (this.#events.get(event.type) ?? 0) + 1)
    if (event.type === 'gap') this.#gaps.push(event.data)
    else if (event.type === 'orderbook') this.#books.set(event.data.symbol, event.data.status)
  }

  get total(): number {
    return [...this.#events.values()].reduce((sum, count) => sum + count, 0)
  }

  lines(): readonly string[] {
    const counts = [...this.#events].map(([type, count]) => `${type} ${count}`)
    return [
      `events    ${this.total}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`,
      `gaps      ${this.#gaps.length}`,
      ...this.#gaps.slice(0, MOST_GAPS).map((gap) => `          ${gapLine(gap)}`),
      ...[...this.#books].map(([symbol, status]) => `book      ${symbol} ${status}`),
    ]
  }
}

/** Of which the particulars are printed. */
const MOST_GAPS = 20

function gapLine({ channel, symbol, cause, from, to, missed, recovered }: Gap): string {
  const bounds = from === undefined ? '' : `, ${from} to ${to ?? '?'}`
  return `${channel} ${symbol}: ${cause}${bounds}, ${missed ?? 'unknown'} missed${recovered ? ', recovered' : ''}`
}
