import { systemClock } from '@md/runtime'

/** Runs a task again and again. Returns its end. */
export function every(ms: number, task: () => void): () => void {
  let cancel = systemClock.after(ms, again)
  function again(): void {
    task()
    cancel = systemClock.after(ms, again)
  }
  return () => cancel()
}
