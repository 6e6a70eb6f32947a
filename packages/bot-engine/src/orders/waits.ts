import { sleep } from '@md/runtime'
import type { Inquiry } from './reconcile-options.ts'

const FIRST_MS = 1_000
const LONGEST_MS = 30_000

/**
 * Asks at once and then ever less often, until something is known or the venue must have known when it was asked.
 * Gives up as soon as something could not be asked.
 * @param settledBy on the steady clock
 */
export async function untilSettled<T>(
  { options, questions, settledBy: ours }: Inquiry,
  ask: () => Promise<T>,
  isKnown: (answer: T) => boolean,
  settledBy = ours,
): Promise<T> {
  const { clock, signal } = options
  for (let waitMs = FIRST_MS; ; waitMs = Math.min(LONGEST_MS, waitMs * 2)) {
    const askedAt = clock.monotonic()
    const answer = await ask()
    if (isKnown(answer) || askedAt >= settledBy || questions.failures.length > 0) return answer
    await sleep(clock, Math.max(1, Math.min(waitMs, Math.ceil(settledBy - clock.monotonic()))), signal)
    if (signal?.aborted === true) questions.failures.push('the bot was stopped before the venue knew')
  }
}
