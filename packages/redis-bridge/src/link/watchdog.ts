import type { Settings } from '../settings.ts'
import { type Client, reasonOf } from './client.ts'

/** A master may become a replica without a word. */
const ROLE_MS = 5_000

/** A frozen server, or a dead wire, is found by asking; and so is a master that is none any more. Returns its end. */
export function watch(client: Client, { clock, watchdog }: Settings, asksRole: boolean): () => void {
  let watching = true
  let cancel: () => void = () => undefined
  let askedRoleAt = clock.monotonic()

  const question = (): Promise<unknown> => {
    if (!asksRole || clock.monotonic() - askedRoleAt < ROLE_MS) return client.command(['PING'])
    askedRoleAt = clock.monotonic()
    return checkRole(client).catch((error: unknown) => client.destroy(reasonOf(error)))
  }
  const ask = () => {
    const late = `no answer to a ping within ${watchdog.timeoutMs} ms`
    cancel = clock.after(watchdog.timeoutMs, () => client.destroy(late))
    question().then(again, () => undefined)
  }
  const again = () => {
    cancel()
    if (watching) cancel = clock.after(watchdog.pingMs, ask)
  }
  again()
  return () => {
    watching = false
    cancel()
  }
}

/** @throws Error that begins with what it is, where it is not a master */
export async function checkRole(client: Client): Promise<void> {
  const role = await client.command(['ROLE'])
  if (!Array.isArray(role) || role[0] === 'master') return
  throw new Error(`is a ${String(role[0])}, not a master: it cannot be written to`)
}
