/** The five methods of the WebSocket and the frames that answer them: web-socket-streams.md, "Live Subscribing". */

const METHODS = ['SUBSCRIBE', 'UNSUBSCRIBE', 'LIST_SUBSCRIPTIONS', 'SET_PROPERTY', 'GET_PROPERTY'] as const
type Method = (typeof METHODS)[number]

export interface Request {
  readonly method: Method
  readonly params: readonly unknown[]
  readonly id: RequestId
}

export type RequestId = string | number | null | undefined

export interface Refusal {
  readonly refusal: string
}

/** The request in a frame, or the frame that refuses it. */
export function readRequest(text: string): Request | Refusal {
  const message = parse(text)
  if (message === undefined) return refuse(3, 'Invalid JSON: expected value at line 1 column 1')
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    return refuse(2, 'Invalid request: expected an object')

  const { id, method, params }: { id?: unknown; method?: unknown; params?: unknown } = message
  if (!isRequestId(id))
    return refuse(
      2,
      'Invalid request: request ID must be an integer, an alphanumeric string of at most 36 characters or null',
    )
  if (method === undefined)
    return refuse(2, `Invalid request: missing field \`method\` at line 1 column ${text.length}`, id)

  const known = METHODS.find((one) => one === method)
  if (!known) {
    const expected = METHODS.map((one) => `\`${one}\``).join(', ')
    return refuse(
      2,
      `Invalid request: unknown variant \`${String(method)}\`, expected one of ${expected} at line 1 column ${text.length}`,
      id,
    )
  }
  if (params !== undefined && !Array.isArray(params)) return refuse(2, 'Invalid request: params must be an array', id)
  return { method: known, params: params ?? [], id }
}

/** `undefined` where the frame is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** int64, an alphanumeric string of at most 36 characters, or null. */
function isRequestId(id: unknown): id is RequestId {
  if (id === undefined || id === null) return true
  return typeof id === 'string' ? /^[\w-]{1,36}$/.test(id) : Number.isInteger(id)
}

export const result = (value: string, id: RequestId): string => `{"result":${value},"id":${JSON.stringify(id ?? null)}}`

export function refusal(code: number, message: string, id?: RequestId): string {
  const suffix = id === undefined ? '' : `,"id":${JSON.stringify(id)}`
  return `{"code":${code},"msg":${JSON.stringify(message)}${suffix}}`
}

const refuse = (code: number, message: string, id?: RequestId): Refusal => ({ refusal: refusal(code, message, id) })

/** Names of streams, each a string; otherwise the frame that refuses them. */
export function streamNames({ id, params }: Request): readonly string[] | Refusal {
  if (params.length === 0) return refuse(2, 'Invalid request: expected at least one stream', id)
  return params.every((name) => typeof name === 'string')
    ? params
    : refuse(2, 'Invalid request: stream names must be strings', id)
}
