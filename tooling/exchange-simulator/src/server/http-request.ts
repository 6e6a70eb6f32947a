import type { IncomingMessage } from 'node:http'
import type { RestRequest } from './rest.ts'

const MOST_BYTES = 65_536

/** Takes an HTTP request apart; what a POST sends as a form counts as query, as Kraken has it. */
export async function readRequest(request: IncomingMessage): Promise<RestRequest> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
  const body = await readBody(request)
  for (const [name, value] of new URLSearchParams(body)) searchParams.append(name, value)
  return { method: request.method ?? 'GET', path: pathname, query: searchParams, headers: request.headers, body }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) continue
    size += part.length
    if (size <= MOST_BYTES) parts.push(part)
  }
  return Buffer.concat(parts).toString()
}
