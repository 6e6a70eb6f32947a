import type { Clock } from '@md/types'

let wallMs = 0
let wallStartedAt = 0

/** The system's wall clock, refined below the millisecond: two of the venues stamp microseconds. */
function now(): number {
  const current = Date.now()
  if (current !== wallMs) {
    wallMs = current
    wallStartedAt = performance.now()
  }
  return wallMs + Math.min(0.999, performance.now() - wallStartedAt)
}

export const systemClock: Clock = {
  now,
  monotonic: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => clearTimeout(timer)
  },
}

/** The moment an RFC 3339 text or a number of seconds names; `undefined` when it names none. */
export function momentOf(text: string): number | undefined {
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text)
  return Number.isFinite(ms) ? ms : undefined
}
