import { type Asked, CHANNELS } from './subscription.ts'

export type RequestId = number | undefined

export interface Subscribe {
  readonly method: 'subscribe' | 'unsubscribe'
  readonly asked: Asked
  /** Empty for `instrument`. */
  readonly symbols: readonly string[]
  readonly id: RequestId
}

export interface Ping {
  readonly method: 'ping'
  readonly id: RequestId
}

export interface Faulty {
  readonly method: 'faulty'
  readonly named: string
  readonly fault: string
  readonly id: RequestId
}

type Fields = Readonly<Record<string, unknown>>

export function readRequest(text: string): Subscribe | Ping | Faulty {
  const message = parse(text)
  if (!isFields(message)) return { method: 'faulty', named: '', fault: 'Malformed request', id: undefined }
  const { method, params, req_id: id }: { method?: unknown; params?: unknown; req_id?: unknown } = message
  const known = typeof id === 'number' && Number.isInteger(id) ? id : undefined
  const faulty = (fault: string): Faulty => ({ method: 'faulty', named: String(method ?? ''), fault, id: known })

  if (id !== undefined && known === undefined) return faulty('req_id must be an integer')
  if (method === 'ping') return { method, id: known }
  if (method !== 'subscribe' && method !== 'unsubscribe') return faulty('Unsupported method')
  if (!isFields(params)) return faulty('Params field must be an object')
  const wanted = readParams(params)
  return typeof wanted === 'string' ? faulty(wanted) : { method, ...wanted, id: known }
}

/** The parameters, or what is wrong with them. */
function readParams(params: Fields): { asked: Asked; symbols: readonly string[] } | string {
  const channel = CHANNELS.find((one) => one === params['channel'])
  if (!channel) return `Unsupported channel ${String(params['channel'])}`
  const symbols = params['symbol'] ?? []
  if (!Array.isArray(symbols) || !symbols.every((one) => typeof one === 'string'))
    return 'Symbol field must be an array'
  if (channel !== 'instrument' && symbols.length === 0) return 'Symbol field must be an array'

  const snapshot = params['snapshot']
  if (snapshot !== undefined && typeof snapshot !== 'boolean') return 'Snapshot field must be a boolean'
  const asked = {
    channel,
    depth: whole(params['depth'], 10),
    interval: whole(params['interval'], 1),
    trigger: String(params['event_trigger'] ?? 'trades'),
    // Only trades do without a snapshot unless asked.
    snapshot: snapshot ?? channel !== 'trade',
  }
  return { asked, symbols }
}

/** NaN, which no list of allowed values holds, for anything but a whole number. */
const whole = (value: unknown, fallback: number): number => {
  if (value === undefined) return fallback
  return Number.isInteger(value) ? Number(value) : Number.NaN
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
