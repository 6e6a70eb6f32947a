import type { DataChannel } from '../frame.ts'

/** Each narrows the fault; what is left out means all. */
interface Narrowed {
  /** Unified. */
  readonly symbol?: string
  readonly channel?: DataChannel
  /** Number of one connection, as in `received`. */
  readonly connection?: number
}

/** One member of the union per kind, so that a `switch` narrows. */
type Kind<K extends string, Details = unknown> = K extends K ? Narrowed & { readonly kind: K } & Details : never

/** What can be made to go wrong. Counts default to 1, durations to five seconds. */
export type Fault =
  | Kind<PlainFaultKind>
  | Kind<CountedFaultKind, { readonly count?: number }>
  | Kind<LastingFaultKind, { readonly durationMs?: number }>
  | Kind<'close', { readonly code?: number; readonly reason?: string }>
  | Kind<'malformed', { readonly text?: string }>
  | Kind<'oversized', { readonly bytes?: number }>
  | Kind<'shutdown-notice', { readonly leadMs?: number }>
  /** Status 0: the socket is destroyed. */
  | Kind<'rest-down', { readonly status?: number; readonly durationMs?: number }>

type PlainFaultKind =
  | 'drop'
  | 'half-open'
  | 'checksum'
  | 'crossed'
  | 'truncated'
  | 'deep'
  | 'negative'
  | 'nan'
  | 'foreign'
  | 'duplicate'
  | 'reorder'
  | 'slow-close'
  | 'cut'
  | 'stop-heartbeat'

type CountedFaultKind = 'refuse' | 'stall' | 'gap' | 'no-ack' | 'refuse-subscribe' | 'rest-html'
type LastingFaultKind = 'silence' | 'ban' | 'storm'
export type FaultKind = Fault['kind']

/** How the one number of a fault is read in a plan: `gap(3)`, `silence(5s)`, `oversized(20000000)`. */
export type FaultArgument = 'none' | 'count' | 'duration' | 'code' | 'text' | 'bytes' | 'lead' | 'status'

export const FAULT_ARGUMENTS: Readonly<Record<FaultKind, FaultArgument>> = {
  drop: 'none',
  close: 'code',
  refuse: 'count',
  stall: 'count',
  'half-open': 'none',
  silence: 'duration',
  gap: 'count',
  checksum: 'none',
  crossed: 'none',
  malformed: 'text',
  truncated: 'none',
  deep: 'none',
  oversized: 'bytes',
  negative: 'none',
  nan: 'none',
  foreign: 'none',
  duplicate: 'none',
  reorder: 'none',
  'slow-close': 'none',
  'no-ack': 'count',
  'refuse-subscribe': 'count',
  'shutdown-notice': 'lead',
  cut: 'none',
  ban: 'duration',
  'rest-down': 'status',
  'rest-html': 'count',
  storm: 'duration',
  'stop-heartbeat': 'none',
}

export const FAULT_DURATION_MS = 5000
