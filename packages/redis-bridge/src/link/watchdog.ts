import type { Settings } from '../settings.ts'
import { type Client, reasonOf } from './client.ts'

/** A master may become a replica without a word. */
const ROLE_MS = 5_000

/** Of the time for an answer: a loop that was held up runs its timers before it reads what has come meanwhile. */
const GRACE_SHARE = 0.1

/** How often a loop that is held up again and again is forgiven. */
const MOST_GRACES = 10

/**
 * A frozen server, or a dead wire, is found by asking; and so is a master that is none any more. Returns its end.
 * A server that answers other things meanwhile is neither: on a busy machine its answer to us only waits for its turn.
 */
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
    client.takeSign()
    wait()
    question().then(again, () => undefined)
  }
  const wait = () => {
    cancel = clock.after(watchdog.timeoutMs, () => grace(MOST_GRACES))
  }
  const grace = (left: number) => {
    const graceMs = watchdog.timeoutMs * GRACE_SHARE
    const latest = clock.monotonic() + 2 * graceMs
    cancel = clock.after(graceMs, () => {
      if (client.takeSign()) wait()
      else if (left > 0 && clock.monotonic() > latest) grace(left - 1)
      else client.destroy(`no answer to a ping within ${watchdog.timeoutMs} ms`)
    })
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
