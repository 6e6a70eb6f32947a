import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '@md/runtime'

/** When a server begins to accept connections, in monotonic ms. To be called before it is started. */
export async function whenItAccepts({ host, port }: { readonly host: string; readonly port: number }): Promise<number> {
  const giveUpAt = systemClock.monotonic() + 15_000
  while (systemClock.monotonic() < giveUpAt) {
    if (await isOpen(host, port)) return systemClock.monotonic()
    await sleep(2)
  }
  throw new Error(`nobody accepts connections on port ${port}`)
}

const isOpen = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port })
    const is = (open: boolean) => () => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', is(true)).once('error', is(false))
  })
