import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Logger, MdError, reportOf } from '@md/types'
import { type Answer, answerTo, json, type Views } from './routes.ts'

export interface HttpOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly views: Views
  readonly logger: Logger
}

export interface HttpService {
  readonly port: number
  /** Resolves when every connection is closed. */
  close(): Promise<void>
}

/** Where it should listen is taken, or not ours. */
export class HttpListenError extends MdError {
  readonly code = 'HTTP_LISTEN'
  readonly recovery = 'stop'

  constructor(host: string, port: number, cause: unknown) {
    const reason = reportOf(cause).message
    super(
      `HTTP cannot listen on ${host}:${port} (${reason}): set HTTP_PORT to another, or to 0 for any, or HTTP_HOST`,
      { host, port },
      { cause },
    )
  }
}

const PATIENCE_MS = 5_000
const MOST_CONNECTIONS = 200

/** Answers about this process. @throws HttpListenError */
export async function startHttp({ host, logger, port, views }: HttpOptions): Promise<HttpService> {
  const server = createServer(
    { requestTimeout: PATIENCE_MS, headersTimeout: PATIENCE_MS, keepAliveTimeout: PATIENCE_MS, maxHeaderSize: 8_192 },
    (request, response) => send(response, answer(request, views, logger)),
  )
  server.maxConnections = MOST_CONNECTIONS
  await listen(server, host, port)
  return {
    port: portOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer({ method, url = '/' }: IncomingMessage, views: Views, logger: Logger): Answer {
  if (method !== 'GET') return json(405, { error: `${method ?? 'this'} is not answered: use GET` })
  const path = url.replace(/[?#].*$/s, '')
  try {
    return (
      answerTo(path, views) ??
      json(404, { error: 'there are /livez, /readyz, /health, /health/redis, /metrics, /status' })
    )
  } catch (error) {
    logger.error({ error, path }, 'a request could not be answered')
    return json(500, { error: 'this could not be answered; the log says why' })
  }
}

function send(response: ServerResponse, { body, code, type }: Answer): void {
  const allow = code === 405 ? { Allow: 'GET' } : {}
  response.writeHead(code, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...allow,
  })
  response.end(body)
}

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new HttpListenError(host, port, error)))
    server.listen(port, host, resolve)
  })

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
