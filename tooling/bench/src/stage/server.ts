import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import { workloadNamed } from '../workloads/all.ts'
import { acknowledgement } from './acknowledge.ts'
import { flood } from './flood.ts'
import type { FromServer, ServerOrder } from './messages.ts'
import { pace } from './pace.ts'

/** Plays one workload to one client. Everything is made before the client is let in. */
process.once('message', (order: ServerOrder) => {
  const workload = workloadNamed(order.workload)
  const frames = workload.frames(order.frames, order.seed)
  const server = createServer((request, response) => {
    const snapshot = request.url?.startsWith('/api/v3/depth') ? workload.restSnapshot?.(order.seed) : undefined
    response.writeHead(snapshot === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(snapshot ?? '{}')
  })
  new WebSocketServer({ server }).on('connection', (client, request) => {
    client.on('message', (data) => {
      const answer = acknowledgement(String(data))
      if (answer === undefined) return
      client.send(answer)
      tell({ kind: 'subscribed' })
    })
    process.once('message', () => play(request.socket, frames, order))
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object' && address !== null) tell({ kind: 'listening', port: address.port })
  })
})

function play(socket: Socket, frames: readonly string[], order: ServerOrder): void {
  if (order.pace === undefined) flood(socket, frames)
  else pace(socket, frames, order.pace)
}

function tell(message: FromServer): void {
  process.send?.(message)
}
