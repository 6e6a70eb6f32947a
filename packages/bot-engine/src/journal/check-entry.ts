import { EVENT_TYPES } from '@md/types'
import type { JournalBody } from './entry.ts'

type Kind = 'text' | 'number' | 'flag' | 'record' | 'anything'

/** What an entry must have to be one: enough that who reads it does not trip. A member may be left out where it says so. */
const MEMBERS: Readonly<Record<JournalBody['type'], Readonly<Record<string, Kind>>>> = {
  market: { event: 'record' },
  look: { book: 'record' },
  'taken-over': { fill: 'record' },
  adopted: { order: 'record', cancel: 'flag' },
  begin: { strategy: 'record', config: 'record', fence: 'number' },
  'warm-up': { candle: 'record' },
  timer: { name: 'text', dueAt: 'number' },
  outcome: { clientOrderId: 'text', of: 'text', outcome: 'record' },
  found: { clientOrderId: 'text' },
  order: { state: 'record' },
  fill: { fill: 'record' },
  balance: { exchange: 'text', balance: 'record' },
  reconciled: { ok: 'flag', reason: 'text' },
  venue: { exchange: 'text', connected: 'flag', reason: 'text' },
  health: { of: 'text', live: 'flag', reason: 'text' },
  command: { command: 'text', reason: 'text' },
  'shared-refusal': { sequence: 'number', refusal: 'record' },
  intent: { order: 'record' },
  cancel: { clientOrderId: 'text', because: 'text' },
  refusal: { ref: 'text', refusal: 'record' },
  exit: { market: 'text', reason: 'text' },
  life: { from: 'text', to: 'text', reason: 'text' },
  note: { message: 'text' },
  fault: { hook: 'text', message: 'text' },
  state: { version: 'number' },
  adjustment: { reason: 'text', detail: 'text' },
}

/** What a record inside an entry must have. */
const INSIDE: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  outcome: { outcome: 'text' },
  state: { exchange: 'text', symbol: 'text', clientOrderId: 'text', status: 'text', amount: 'text', filled: 'text' },
  fill: { exchange: 'text', symbol: 'text', tradeId: 'text', price: 'text', amount: 'text', fee: 'text', side: 'text' },
  balance: { asset: 'text', free: 'text', locked: 'text' },
  refusal: { code: 'text', message: 'text', numbers: 'record', scope: 'text' },
  order: { ref: 'text', sequence: 'number', request: 'record', status: 'text', filled: 'text' },
  candle: { exchange: 'text', symbol: 'text', openTime: 'number', close: 'number', closed: 'flag' },
}

type Plain = Readonly<Record<string, unknown>>

/** What is wrong with a value that should be a journal entry, or nothing. */
export function entryProblem(value: unknown): string | undefined {
  if (!isRecord(value)) return 'an entry is an object'
  const { n, at, type } = value
  if (!(Number.isSafeInteger(n) && Number(n) >= 0)) return 'n is a whole number'
  if (!Number.isFinite(at)) return 'at is a number'
  if (typeof type !== 'string' || !isType(type)) return `type is one of ${Object.keys(MEMBERS).join(', ')}`
  return membersProblem(value, type)
}

function membersProblem(entry: Plain, type: JournalBody['type']): string | undefined {
  const problem = recordProblem(entry, MEMBERS[type], type)
  if (problem !== undefined || type === 'state') return problem
  if (type === 'market') return eventProblem(entry['event'])
  if (type === 'look') return eventProblem({ type: 'orderbook', data: entry['book'] })
  for (const name of Object.keys(INSIDE)) {
    const inner = entry[name]
    if (inner === undefined) continue
    const found = recordProblem(inner, INSIDE[name] ?? {}, `${type}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

function eventProblem(event: unknown): string | undefined {
  if (!isRecord(event)) return 'event is an object'
  const { data, type } = event
  if (!EVENT_TYPES.some((one) => one === type)) return `event.type is one of ${EVENT_TYPES.join(', ')}`
  return recordProblem(data, { exchange: 'text' }, 'event.data') ?? bookProblem(type, data)
}

function bookProblem(type: unknown, data: unknown): string | undefined {
  if (type !== 'orderbook' || !isRecord(data) || data['change'] === undefined) return undefined
  const { change } = data
  const problem = recordProblem(change, { kind: 'text', sequence: 'number' }, 'event.data.change')
  if (problem !== undefined || !isRecord(change)) return problem
  return isLevels(change['bids']) && isLevels(change['asks']) ? undefined : 'levels are pairs of numbers'
}

const isLevels = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every((level) => Array.isArray(level) && Number.isFinite(level[0]) && Number.isFinite(level[1]))

function recordProblem(value: unknown, members: Readonly<Record<string, Kind>>, what: string): string | undefined {
  if (!isRecord(value)) return `${what} is an object`
  for (const name in members) {
    const kind = members[name] ?? 'anything'
    if (!is(kind, value[name])) return `${what} has a member "${name}" of the kind ${kind}`
  }
  return undefined
}

function is(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return Number.isFinite(value)
    case 'flag':
      return typeof value === 'boolean'
    case 'record':
      return isRecord(value)
    case 'anything':
      return true
  }
}

const isRecord = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isType = (type: string): type is JournalBody['type'] => Object.hasOwn(MEMBERS, type)
