import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ExchangesOrder, ExchangesReady, InjectOrder, ToExchanges } from './exchanges.ts'

/** The exchanges, in a process of their own: their memory and their time are not part of the figures. */
export interface ExchangesProcess {
  readonly addresses: ExchangesReady['addresses']
  inject(order: Omit<InjectOrder, 'kind'>): void
  /** Resolves when they are gone. */
  stop(): Promise<void>
  /** Whether they have ended without being asked to. */
  died(): boolean
}

/** @throws Error when the process ends before the exchanges are up */
export async function startExchanges(order: ExchangesOrder): Promise<ExchangesProcess> {
  const child = fork(fileURLToPath(new URL('./exchanges.ts', import.meta.url)))
  const gone = once(child, 'exit')
  const send = (message: ToExchanges): void => {
    if (child.connected) child.send(message)
  }
  const ready = new Promise<ExchangesReady>((resolve) => {
    child.once('message', (message) => resolve(message as ExchangesReady))
  })
  send({ kind: 'start', order })
  const first = await Promise.race([ready, gone])
  if (!('addresses' in first)) throw new Error(`the exchanges ended with ${String(first[0])} before they were up`)

  return {
    addresses: first.addresses,
    inject: (injection) => send({ kind: 'inject', ...injection }),
    stop: async () => {
      send({ kind: 'stop' })
      await gone
    },
    died: () => child.exitCode !== null || child.signalCode !== null,
  }
}
