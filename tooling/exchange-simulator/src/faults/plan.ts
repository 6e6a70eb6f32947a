import { DATA_CHANNELS, type DataChannel } from '../frame.ts'
import { FAULT_ARGUMENTS, type Fault, type FaultKind } from './fault.ts'

/** One fault and when it happens: once after `afterMs`, or every `afterMs`. */
export interface PlannedFault {
  readonly fault: Fault
  readonly afterMs: number
  readonly repeats: boolean
  /** As written. */
  readonly text: string
}

const FORM =
  /^(?<kind>[a-z-]+)(?:\((?<argument>[^)]*)\))?(?::(?<symbol>[^:@]+))?(?::(?<channel>\w+))?@(?<every>every:)?(?<time>[^@]+)$/
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
const BYTE_UNITS: Readonly<Record<string, number>> = { '': 1, kb: 1000, mb: 1_000_000 }

/** Reads `checksum@10s`, `gap(3):BTC/USD:trades@1m`, `silence(5s)@20s`, `drop@every:30s`; several are separated by commas. */
export function parseFaultPlan(text: string): readonly PlannedFault[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map(parseOne)
}

function parseOne(text: string): PlannedFault {
  const { argument, channel, every, kind = '', symbol, time = '' } = FORM.exec(text)?.groups ?? {}
  if (!isFaultKind(kind)) throw planError(text, kind === '' ? 'it has to read fault@time' : `"${kind}" is no fault`)
  const afterMs = durationMs(time)
  if (afterMs === undefined || (every && afterMs === 0))
    throw planError(text, `"${time}" is no time: write 500ms, 10s, 1m or 1h`)
  const narrowed = narrow(text, symbol, channel)
  return {
    fault: { kind, ...narrowed, ...details(text, kind, argument) } as Fault,
    afterMs,
    repeats: every !== undefined,
    text,
  }
}

const isFaultKind = (kind: string): kind is FaultKind => Object.hasOwn(FAULT_ARGUMENTS, kind)

/** `:BTC/USD`, `:trades`, or both. */
function narrow(
  text: string,
  first: string | undefined,
  second: string | undefined,
): { symbol?: string; channel?: DataChannel } {
  const channelText = second ?? (first?.includes('/') ? undefined : first)
  const symbol = first?.includes('/') ? first : undefined
  const channel = DATA_CHANNELS.find((one) => one === channelText)
  if (channelText !== undefined && channel === undefined) {
    throw planError(text, `"${channelText}" is neither a symbol like BTC/USD nor one of ${DATA_CHANNELS.join(', ')}`)
  }
  return { ...(symbol === undefined ? {} : { symbol }), ...(channel === undefined ? {} : { channel }) }
}

type Details = Readonly<Record<string, number | string>>

function details(text: string, kind: FaultKind, argument: string | undefined): Details {
  if (argument === undefined) return {}
  const wanted = FAULT_ARGUMENTS[kind]
  if (wanted === 'text') return { text: argument }
  const read = READERS[wanted]?.(argument)
  if (!read)
    throw planError(text, `"${argument}" is not what ${kind} takes (${wanted === 'none' ? 'nothing' : wanted})`)
  return read
}

const READERS: Readonly<Record<string, (argument: string) => Details | undefined>> = {
  count: (argument) => (/^[1-9]\d*$/.test(argument) ? { count: Number(argument) } : undefined),
  duration: (argument) => lasting('durationMs', argument),
  lead: (argument) => lasting('leadMs', argument),
  bytes: (argument) => {
    const { size, unit = '' } = /^(?<size>\d+)(?<unit>[a-z]*)$/i.exec(argument)?.groups ?? {}
    const factor = BYTE_UNITS[unit.toLowerCase()]
    return size === undefined || factor === undefined ? undefined : { bytes: Number(size) * factor }
  },
  // `close(1012 restarting)`
  code: (argument) => {
    const { code, reason } = /^(?<code>[1-4]\d{3})(?: (?<reason>.+))?$/.exec(argument)?.groups ?? {}
    return code === undefined ? undefined : { code: Number(code), ...(reason === undefined ? {} : { reason }) }
  },
  // `rest-down(503 10s)`; status 0 destroys the socket
  status: (argument) => {
    const { status, time } = /^(?<status>0|[1-5]\d\d)(?: (?<time>.+))?$/.exec(argument)?.groups ?? {}
    if (status === undefined) return undefined
    return time === undefined
      ? { status: Number(status) }
      : merged({ status: Number(status) }, lasting('durationMs', time))
  },
}

const lasting = (name: string, argument: string): Details | undefined => {
  const ms = durationMs(argument)
  return ms === undefined ? undefined : { [name]: ms }
}

const merged = (one: Details, other: Details | undefined): Details | undefined => other && { ...one, ...other }

/** `500ms`, `10s`, `1.5m`, `1h`. */
function durationMs(text: string): number | undefined {
  const { amount, unit = '' } = /^(?<amount>\d+(?:\.\d+)?)(?<unit>ms|s|m|h)$/.exec(text)?.groups ?? {}
  const factor = UNITS[unit]
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor
}

function planError(text: string, because: string): RangeError {
  const names = Object.keys(FAULT_ARGUMENTS).join(', ')
  return new RangeError(
    `The fault "${text}" is not understood: ${because}. Faults are ${names}; write checksum@10s, gap:BTC/USD@1m, silence(5s)@20s or drop@every:30s.`,
  )
}
