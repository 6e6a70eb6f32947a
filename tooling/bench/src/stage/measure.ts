import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@md/runtime'
import type { ClientOrder, ClientResult, FromClient, FromServer, ServerOrder } from './messages.ts'

/** A measurement that takes longer than this has failed, in ms. */
const LIMIT = 120_000

export interface Measurement extends ServerOrder {
  readonly contender: string
  readonly latency?: boolean
}

/** One contender, one workload, once: server and client in processes of their own. */
export async function measure({ contender, latency = false, ...order }: Measurement): Promise<ClientResult> {
  const server = start('./server.ts')
  const client = start('./client.ts')
  const cancelLimit = systemClock.after(LIMIT, () => {
    server.kill('SIGKILL')
    client.kill('SIGKILL')
  })
  try {
    server.send(order)
    const { port } = await heard<FromServer, 'listening'>(server, 'listening')
    const subscribed = heard<FromServer, 'subscribed'>(server, 'subscribed')
    const ready = heard<FromClient, 'ready'>(client, 'ready')
    client.send({ contender, workload: order.workload, frames: order.frames, port, latency } satisfies ClientOrder)
    await Promise.all([subscribed, ready])
    const finished = heard<FromClient, 'result'>(client, 'result')
    server.send('play')
    return (await finished).result
  } finally {
    cancelLimit()
    server.kill()
    client.disconnect()
  }
}

const start = (file: string): ChildProcess => fork(fileURLToPath(new URL(file, import.meta.url)))

/** The next message of a kind; rejects when the process ends before. */
function heard<M extends { readonly kind: string }, K extends M['kind']>(
  from: ChildProcess,
  kind: K,
): Promise<Extract<M, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const listen = (message: unknown) => {
      if ((message as M).kind !== kind) return
      from.off('message', listen)
      from.off('exit', end)
      resolve(message as Extract<M, { kind: K }>)
    }
    const end = (code: number | null) =>
      reject(new Error(`a process of the measurement ended (${code}) before it was ${kind}`))
    from.on('message', listen)
    from.once('exit', end)
  })
}
