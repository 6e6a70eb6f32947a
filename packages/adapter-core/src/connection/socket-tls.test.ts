import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'

const LARGE = 'x'.repeat(200_000)
const listener = new URL('../../test/secure-listener.ts', import.meta.url).pathname

let server: Server
let folder: string

beforeAll(async () => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  })
  folder = await mkdtemp(join(tmpdir(), 'md-tls-'))
  await writeFile(join(folder, 'authority.pem'), cert)
  server = createServer({ cert, key })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => {
    socket.send('small')
    socket.send(LARGE)
    socket.send('in ', { fin: false })
    socket.send(Buffer.from('parts'), { fin: true })
    socket.ping('17')
    socket.on('pong', () => socket.send('bye'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

/** What a process hears that trusts these authorities beside the usual ones. */
async function heardBy(trusted: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { port } = server.address() as AddressInfo
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@md/source', '--import', 'tsx', listener, `wss://localhost:${port}`],
    { env: trusted, timeout: 20_000 },
  )
  return stdout.trim().split('\n')
}

test('speaks TLS, as every exchange does', async () => {
  expect(await heardBy({ NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem') })).toEqual([
    'open',
    'text 5 small',
    'text 200000 xxxxxxxxxx',
    'text 8 in parts',
    'text 3 bye',
    'end: closed by the exchange (1000)',
  ])
})

test('does not speak to somebody who cannot prove a name', async () => {
  expect(await heardBy({})).toEqual([expect.stringMatching(/^end: .*certificate/)])
})
