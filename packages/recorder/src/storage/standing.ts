import { requestKey } from '@md/types'
import type { Entry, EntryOf, Moment } from '../entry.ts'

/** REST answers are kept up to so many characters, the latest of each address. */
const REST_CHARACTERS = 8 * 1024 * 1024

interface OpenSocket {
  readonly dial: EntryOf<'dial'>
  open: EntryOf<'open'> | undefined
}

/**
 * What still counts of entries that are not kept: the sockets that are open, what is subscribed, the REST answers that
 * may be asked for again. A recording that lost its beginning is replayed from this.
 */
export class Standing {
  readonly #sockets = new Map<number, OpenSocket>()
  readonly #subscriptions = new Map<string, EntryOf<'call'>>()
  readonly #answers = new Map<string, EntryOf<'rest'>>()
  #characters = 0
  #connect: EntryOf<'call'> | undefined

  apply(entry: Entry): void {
    switch (entry.kind) {
      case 'dial':
        this.#sockets.set(entry.socket, { dial: entry, open: undefined })
        break
      case 'open':
        this.#opened(entry)
        break
      case 'end':
        this.#sockets.delete(entry.socket)
        break
      case 'rest':
        this.#answered(entry)
        break
      case 'call':
        this.#called(entry)
        break
      default:
    }
  }

  /** As if it had all just happened. */
  entries(moment: Moment): readonly Entry[] {
    const sockets = [...this.#sockets.values()]
    const standing: Entry[] = [
      ...this.#answers.values(),
      ...(this.#connect ? [this.#connect] : []),
      ...sockets.map(({ dial }) => dial),
      ...sockets.flatMap(({ open }) => open ?? []),
      ...this.#subscriptions.values(),
    ]
    return standing.map(({ together: _, ...entry }) => ({ ...entry, ...moment }))
  }

  #opened(entry: EntryOf<'open'>): void {
    const socket = this.#sockets.get(entry.socket)
    if (socket) socket.open = entry
  }

  #called(call: EntryOf<'call'>): void {
    switch (call.method) {
      case 'connect':
        this.#connect = call
        break
      case 'disconnect':
        this.#connect = undefined
        this.#subscriptions.clear()
        break
      case 'subscribe':
        this.#subscriptions.set(requestKey(call.request), call)
        break
      case 'unsubscribe':
        this.#subscriptions.delete(requestKey(call.request))
        break
      default:
    }
  }

  #answered(answer: EntryOf<'rest'>): void {
    this.#forgetAnswer(answer.url)
    this.#answers.set(answer.url, answer)
    this.#characters += answer.body.length
    for (const url of this.#answers.keys()) {
      if (this.#characters <= REST_CHARACTERS) return
      this.#forgetAnswer(url)
    }
  }

  #forgetAnswer(url: string): void {
    this.#characters -= this.#answers.get(url)?.body.length ?? 0
    this.#answers.delete(url)
  }
}
