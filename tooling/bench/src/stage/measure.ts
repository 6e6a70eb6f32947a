import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@md/runtime'
import type { ClientOrder, FromClient, FromServer, Measured, ServerOrder } from './messages.ts'

/** A measurement that takes longer than this has failed, in ms. */
const LIMIT = 120_000

export interface Measurement extends ServerOrder {
  readonly contender: string
  readonly latency?: boolean
  readonly profile?: string
}

/** One contender, one workload, once: server and client in processes of their own. */
export async function measure({ contender, latency = false, profile, ...order }: Measurement): Promise<Measured> {
  const { frames, recordings, workload } = order
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
    client.send({ contender, workload, frames, port, latency, recordings, profile } satisfies ClientOrder)
    await Promise.race([Promise.all([subscribed, ready]), ended(client)])
    const finished = heard<FromClient, 'result'>(client, 'result')
    server.send('play')
    return (await finished).result
  } finally {
    cancelLimit()
    // In this order: some complain about a server that goes away.
    client.kill('SIGKILL')
    server.kill('SIGKILL')
  }
}

const start = (file: string): ChildProcess => fork(fileURLToPath(new URL(file, import.meta.url)))

/** Rejects when a process ends by itself: after `ready`, that is the only sign of its failure. */
const ended = (client: ChildProcess): Promise<never> =>
  new Promise((_resolve, reject) => {
    client.once('exit', (code) => reject(new Error(`the client ended (${code}) before it had subscribed`)))
  })

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
