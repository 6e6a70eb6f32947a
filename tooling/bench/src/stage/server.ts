import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import { workloadNamed } from '../workloads/all.ts'
import { acknowledgement } from './acknowledge.ts'
import { flood, inChunks } from './flood.ts'
import type { FromServer, ServerOrder } from './messages.ts'
import { pace } from './pace.ts'
import { restAnswer } from './rest.ts'

const NOT_FOUND = 404

/** Some budget their requests by what this says. */
const HEADERS = { 'content-type': 'application/json', 'x-mbx-used-weight-1m': '1' }

/** Plays one workload to one client. Everything is made before the client is let in. */
process.once('message', (order: ServerOrder) => {
  const workload = workloadNamed(order.workload, order.recordings)
  const play = prepared(workload.frames(order.frames, order.seed), order)
  const server = createServer((request, response) => {
    const answer = restAnswer(request.url ?? '', workload, order.seed)
    response.writeHead(answer === undefined ? NOT_FOUND : 200, HEADERS)
    response.end(answer ?? '{}')
  })
  new WebSocketServer({ server }).on('connection', (client, request) => {
    client.on('message', (data) => {
      const answer = acknowledgement(String(data))
      if (answer === undefined) return
      client.send(answer)
      if (request.url === '/primed' && workload.stale !== undefined) client.send(workload.stale)
      tell({ kind: 'subscribed' })
    })
    process.once('message', () => play(request.socket))
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object' && address !== null) tell({ kind: 'listening', port: address.port })
  })
})

function prepared(frames: readonly string[], { pace: at }: ServerOrder): (socket: Socket) => void {
  if (at !== undefined) return (socket) => pace(socket, frames, at)
  const chunks = inChunks(frames)
  return (socket) => flood(socket, chunks)
}

function tell(message: FromServer): void {
  process.send?.(message)
}
