import type { IncomingMessage } from 'node:http'
import type { Order } from './controls.ts'
import { type Answer, json } from './routes.ts'

const MOST_BYTES = 4_096
const LONGEST = { reason: 500, by: 100 } as const

/** The body of a command, or why it is none. */
export async function readOrder(
  request: IncomingMessage,
): Promise<{ readonly order: Order } | { readonly wrong: Answer }> {
  const text = await textOf(request)
  if (text === undefined) return { wrong: json(413, { error: `a command has no more than ${MOST_BYTES} bytes` }) }
  const body = parsed(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { wrong: json(400, { error: 'write a JSON object: {"reason": "…", "by": "…"}' }) }
  const { by, reason, ...others } = body as Readonly<Record<string, unknown>>
  const [unknown] = Object.keys(others)
  if (unknown !== undefined)
    return { wrong: json(400, { error: `${JSON.stringify(unknown)} is not known here: there are reason and by` }) }
  if (!isText(reason, LONGEST.reason)) return { wrong: missing('reason', 'why this is to be done', LONGEST.reason) }
  if (!isText(by, LONGEST.by)) return { wrong: missing('by', 'who wants it', LONGEST.by) }
  return { order: { reason: reason.trim(), by: by.trim() } }
}

const isText = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= longest

const missing = (name: string, what: string, longest: number): Answer =>
  json(400, { error: `"${name}" says ${what}: a text of 1 to ${longest} characters` })

/** `undefined`: too long. The rest of it is read and dropped, so that whoever sends it hears the answer. */
async function textOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= MOST_BYTES) chunks.push(chunk)
  }
  return bytes > MOST_BYTES ? undefined : Buffer.concat(chunks).toString('utf8')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Said to whoever wrote it.
    return undefined
  }
}
