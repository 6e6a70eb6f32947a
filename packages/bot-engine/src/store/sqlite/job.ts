import type { Latch } from '../store.ts'

/** An entry as text, and its number. */
export type Row = readonly [n: number, text: string]

export interface SnapshotRow {
  readonly n: number
  readonly at: number
  readonly text: string
}

/** What of a bot could be read, still as text. */
export interface BotRows {
  readonly snapshot: SnapshotRow | undefined
  readonly rows: readonly Row[]
  readonly damage: string | undefined
}

/** What the writer is asked for, and what it answers. */
export interface Jobs {
  acquire: { readonly asks: { readonly botId: string }; readonly answer: number }
  load: { readonly asks: { readonly botId: string }; readonly answer: BotRows }
  history: { readonly asks: { readonly botId: string }; readonly answer: readonly Row[] }
  /** Every bot that was ever leased. */
  bots: { readonly asks: object; readonly answer: readonly string[] }
  /** The text of the entry. */
  lastFill: { readonly asks: { readonly botId: string }; readonly answer: Row | undefined }
  append: {
    readonly asks: { readonly botId: string; readonly fence: number; readonly rows: readonly Row[] }
    readonly answer: undefined
  }
  snapshot: {
    readonly asks: { readonly botId: string; readonly fence: number; readonly snapshot: SnapshotRow }
    readonly answer: undefined
  }
  /** Something of the bot could not even be written as text: what follows must not be kept either. */
  refuse: { readonly asks: { readonly botId: string; readonly reason: string }; readonly answer: undefined }
  latches: { readonly asks: object; readonly answer: readonly Latch[] }
  latch: { readonly asks: { readonly latch: Latch }; readonly answer: undefined }
  unlatch: { readonly asks: { readonly scope: Latch['scope']; readonly id: string }; readonly answer: undefined }
}

export type JobKind = keyof Jobs
export type Job = { [K in JobKind]: { readonly kind: K } & Jobs[K]['asks'] }[JobKind]

/** An error of the store, as data: threads share no classes. */
export type Failure =
  | { readonly error: 'store'; readonly what: string; readonly reason: string }
  | { readonly error: 'fenced'; readonly botId: string; readonly fence: number; readonly latest: number }
  | { readonly error: 'held'; readonly path: string; readonly holder: string }
  | { readonly error: 'unusable'; readonly path: string; readonly reason: string }
  | { readonly error: 'damaged'; readonly botId: string; readonly what: string }

export type Answer = { readonly value: Jobs[JobKind]['answer'] } | { readonly failure: Failure }

/** Where jobs are done: in a thread of its own, or here. */
export interface Writer {
  /** All of them as one transaction if that can be, one answer each. Rejects when there is nobody left to do them. */
  run(jobs: readonly Job[]): Promise<readonly Answer[]>
  /** Told once, if it ends without having been closed. */
  onEnd(listener: (reason: string) => void): void
  /** Gives the file back. */
  close(): Promise<void>
}

export interface WriterOptions {
  readonly path: string
  /** Who opens it, in words: told to whoever comes second. */
  readonly owner: string
  readonly since: number
  readonly synchronous: 'full' | 'normal'
  readonly keepEntries: number
  readonly maxBytes: number | undefined
}
