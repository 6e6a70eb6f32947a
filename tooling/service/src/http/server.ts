import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Logger, MdError, reportOf } from '@md/types'
import { refusal } from './authority.ts'
import type { Controls } from './controls.ts'
import { readOrder } from './read-order.ts'
import { type Answer, answerTo, json, VIEWS, type Views } from './routes.ts'

export interface HttpOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly views: Views
  /** Unset: it can be asked, and not be told. */
  readonly controls?: Controls
  /** Of whoever commands; needed beyond loopback. */
  readonly token?: string
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
export async function startHttp(options: HttpOptions): Promise<HttpService> {
  const { host, port } = options
  const server = createServer(
    { requestTimeout: PATIENCE_MS, headersTimeout: PATIENCE_MS, keepAliveTimeout: PATIENCE_MS, maxHeaderSize: 8_192 },
    (request, response) => void answer(request, options).then((answered) => send(response, answered)),
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

/** Never rejects. */
async function answer(request: IncomingMessage, options: HttpOptions): Promise<Answer> {
  const { method, url = '/' } = request
  const path = url.replace(/[?#].*$/s, '')
  try {
    if (method === 'GET') return read(path, options)
    if (method === 'POST') return await command(request, path, options)
    return json(405, { error: `${method ?? 'this'} is not answered: use GET` }, { Allow: 'GET' })
  } catch (error) {
    options.logger.error({ error, path }, 'a request could not be answered')
    return json(500, { error: 'this could not be answered; the log says why' })
  }
}

function read(path: string, { controls, views }: HttpOptions): Answer {
  const found = answerTo(path, views) ?? controls?.read(path)
  if (found !== undefined) return found
  if (controls?.command(path) !== undefined)
    return json(405, { error: `${path} is a command: use POST` }, { Allow: 'POST' })
  return json(404, { error: `there are ${[...VIEWS, ...(controls?.paths ?? [])].join(', ')}` })
}

async function command(request: IncomingMessage, path: string, options: HttpOptions): Promise<Answer> {
  const { controls, host, token } = options
  const run = controls?.command(path)
  if (run === undefined) {
    const { code, ...rest } = read(path, options)
    return code === 404
      ? { code, ...rest }
      : json(405, { error: `POST ${path} is not a command: use GET` }, { Allow: 'GET' })
  }
  const refused = refusal(request.headers, { host, token })
  if (refused !== undefined) return refused
  const given = await readOrder(request)
  return 'wrong' in given ? given.wrong : run(given.order)
}

function send(response: ServerResponse, { body, code, headers, type }: Answer): void {
  response.writeHead(code, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
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
