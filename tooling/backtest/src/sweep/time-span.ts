import { type EventSource, timeOf } from '@md/bot-engine/backtest'
import { InvalidInputError } from '@md/types'

/** When the first and the last event are, ms since the epoch. @throws InvalidInputError where there is none */
export async function timeSpan(source: EventSource): Promise<{ readonly first: number; readonly last: number }> {
  let first: number | undefined
  let last = 0
  for await (const batch of source)
    for (const event of batch) {
      const at = timeOf(event)
      if (at === undefined) continue
      first ??= at
      if (at > last) last = at
    }
  if (first === undefined)
    throw new InvalidInputError('data', 'no events', 'something has to happen between --from and --to')
  return { first, last }
}
