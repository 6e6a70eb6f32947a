import { type EventSource, timeOf } from '@md/bot-engine/backtest'
import { InvalidInputError } from '@md/types'
import { shownTime } from '../shown.ts'
import type { TimeRange } from './opened.ts'

/** ms since the epoch. */
export interface TimeSpan {
  readonly first: number
  readonly last: number
}

/** When the first and the last event are; `undefined` where there is none. */
export async function timeSpan(source: EventSource): Promise<TimeSpan | undefined> {
  let first: number | undefined
  let last = 0
  for await (const batch of source)
    for (const event of batch) {
      const at = timeOf(event)
      if (at === undefined) continue
      first ??= at
      if (at > last) last = at
    }
  return first === undefined ? undefined : { first, last }
}

/** Why nothing can be played of a time, or nothing where its bounds are not at fault. @param all that the data have */
export function outside({ from, to }: TimeRange, all: TimeSpan | undefined): InvalidInputError | undefined {
  if (all === undefined) return undefined
  const there = `the data go from ${shownTime(all.first)} to ${shownTime(all.last)} UTC`
  if (from !== undefined && from > all.last) return new InvalidInputError('--from', shownTime(from), there)
  if (to !== undefined && to <= all.first) return new InvalidInputError('--to', shownTime(to), there)
  return undefined
}
