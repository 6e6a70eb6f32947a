import { sleep, systemClock } from '@md/runtime'
import { type Clock, MdError } from '@md/types'

/** How often a condition is looked at, in ms. */
const LOOK_EVERY = 20

/** Something that was waited for did not come about in time. */
export class NotWithinError extends MdError {
  readonly code = 'NOT_WITHIN'
  readonly recovery = 'stop'

  constructor(what: string, withinMs: number, cause?: unknown) {
    const reason = cause instanceof Error ? ` (last: ${cause.message})` : ''
    super(`not within ${withinMs} ms: ${what}${reason}`, { what, withinMs }, { cause })
  }
}

/** Looks again and again until `look` returns something other than `undefined` or `false`. A look that throws counts as one in vain. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  { withinMs = 15_000, clock = systemClock }: { readonly withinMs?: number; readonly clock?: Clock } = {},
): Promise<Exclude<T, undefined | false>> {
  const deadline = clock.monotonic() + withinMs
  let failure: unknown
  for (;;) {
    try {
      const found = await look()
      if (isFound(found)) return found
      failure = undefined
    } catch (error) {
      failure = error
    }
    if (clock.monotonic() >= deadline) throw new NotWithinError(what, withinMs, failure)
    await sleep(clock, LOOK_EVERY)
  }
}

/** What `work` resolves to. Rejects with a `NotWithinError` when that takes longer than `withinMs`. */
export async function within<T>(what: string, work: Promise<T>, withinMs: number, clock: Clock): Promise<T> {
  let cancel = () => {}
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(withinMs, () => reject(new NotWithinError(what, withinMs)))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    cancel()
  }
}

const isFound = <T>(found: T): found is Exclude<T, undefined | false> => found !== undefined && found !== false
