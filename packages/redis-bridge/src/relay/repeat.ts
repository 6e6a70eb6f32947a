import { sleep } from '@md/runtime'
import type { Clock } from '@md/types'

export interface Repetition {
  readonly clock: Clock
  readonly pauseMs: number
  readonly failed: (error: unknown) => void
  readonly stopped: AbortSignal
}

/** Does a task again and again with a pause in between; `'go on'` leaves the pause out. Never rejects. */
export async function repeat(
  task: () => Promise<'go on' | undefined>,
  { clock, failed, pauseMs, stopped }: Repetition,
): Promise<void> {
  while (!stopped.aborted) {
    try {
      if ((await task()) === 'go on') continue
    } catch (error) {
      failed(error)
    }
    await sleep(clock, pauseMs, stopped)
  }
}
