import type { ChannelRequest } from '@md/types'

/** When something happened, in ms: since the epoch, and by a clock that never goes back. Both with fractions. */
export interface Moment {
  readonly at: number
  readonly mono: number
  /** It came together with the entry before: no promise which that settled had been acted upon yet. */
  readonly together?: true
}

/** What the adapter was told to do. */
export type Call =
  | { readonly method: 'connect' | 'disconnect' }
  | { readonly method: 'subscribe' | 'unsubscribe'; readonly request: ChannelRequest }

/** One REST answer, as far as the adapter can see it. */
export interface RestAnswer {
  readonly url: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What happened. Sockets are numbered from 1 in the order in which they were dialled. */
export type Happening =
  | { readonly kind: 'dial'; readonly socket: number; readonly url: string }
  | { readonly kind: 'open'; readonly socket: number }
  | { readonly kind: 'in'; readonly socket: number; readonly text: string }
  /** A frame that is binary, or no UTF-8. */
  | { readonly kind: 'in-bytes'; readonly socket: number; readonly base64: string; readonly binary: boolean }
  | { readonly kind: 'out'; readonly socket: number; readonly text: string }
  | { readonly kind: 'ping-in' | 'pong-out'; readonly socket: number; readonly base64: string }
  | { readonly kind: 'pong-in' | 'ping-out'; readonly socket: number }
  /** Asked for by us; the end itself is an entry of its own. */
  | { readonly kind: 'close' | 'terminate'; readonly socket: number }
  | { readonly kind: 'end'; readonly socket: number; readonly reason: string }
  | ({ readonly kind: 'rest' } & RestAnswer)
  | { readonly kind: 'rest-failure'; readonly url: string; readonly reason: string }
  | ({ readonly kind: 'call' } & Call)
  /** The timer that was the `ordinal`-th to be set, for `ms`, fired. */
  | { readonly kind: 'timer'; readonly ordinal: number; readonly ms: number }
  | { readonly kind: 'random'; readonly value: number }

/** One line of a recording. */
export type Entry = Moment & Happening

export type EntryOf<K extends Happening['kind']> = Extract<Entry, { readonly kind: K }>

/** Options of an adapter that change what it does with the same traffic, and can be written down. */
export type PlainOptions = Readonly<Record<string, unknown>>

/** Where a tap puts what it hears. Must not throw: it is called from inside the feed. */
export interface RecordingSink {
  write(entry: Entry): void
  /** Called once, before the first entry. */
  configured(options: PlainOptions): void
}
