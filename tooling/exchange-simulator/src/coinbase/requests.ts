import { error } from './frames.ts'

/** One `subscribe` or `unsubscribe`, its channels each with their products. */
export interface Request {
  readonly type: 'subscribe' | 'unsubscribe'
  readonly wants: readonly Want[]
  readonly auth: Auth
}

export interface Want {
  /** As asked: `level2_batch`. */
  readonly channel: string
  readonly products: readonly string[]
}

export interface Auth {
  readonly key: string | undefined
  readonly passphrase: string | undefined
  readonly timestamp: string | undefined
  readonly signature: string | undefined
}

export interface Refusal {
  readonly refusal: string
}

type Fields = Readonly<Record<string, unknown>>

/** The request in a frame, or the frame that refuses it. */
export function readRequest(text: string): Request | Refusal {
  const message = parse(text)
  if (!isFields(message)) return { refusal: error('Malformed JSON', 'the message is not a JSON object') }
  const type = message['type']
  if (type !== 'subscribe' && type !== 'unsubscribe') {
    return { refusal: error('Invalid message', `${String(type)} is not a valid type`) }
  }

  const shared = strings(message['product_ids']) ?? []
  const channels = Array.isArray(message['channels']) ? message['channels'] : []
  const wants = channels.map((channel) => readWant(channel, shared))
  const complete = wants.filter((want) => want !== undefined)
  if (complete.length === 0 || complete.length < wants.length)
    return { refusal: error('Failed to subscribe', 'channels must be an array of names or of {name, product_ids}') }
  return { type, wants: complete, auth: readAuth(message) }
}

/** `"ticker"` or `{"name":"ticker","product_ids":["ETH-USD"]}`. */
function readWant(channel: unknown, shared: readonly string[]): Want | undefined {
  if (typeof channel === 'string') return { channel, products: shared }
  if (!isFields(channel) || typeof channel['name'] !== 'string') return undefined
  return { channel: channel['name'], products: [...new Set([...shared, ...(strings(channel['product_ids']) ?? [])])] }
}

function readAuth(message: Fields): Auth {
  const text = (name: string): string | undefined => {
    const value = message[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }
  return {
    key: text('key'),
    passphrase: text('passphrase'),
    timestamp: text('timestamp'),
    signature: text('signature'),
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const strings = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
