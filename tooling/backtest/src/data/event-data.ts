import { EventFile, type EventFileCounts } from '@md/bot-engine/backtest'
import { shownSpan } from '../shown.ts'
import type { OpenedData } from './opened.ts'

/** Longer than that without an event, and something was not recorded. */
const LONG_SILENCE_MS = 60_000

export function openEvents(path: string): OpenedData {
  let latest = new EventFile(path)
  return {
    description: `${path}: events, one as JSON a line`,
    interval: undefined,
    events: () => {
      latest = new EventFile(path)
      return latest.read()
    },
    flaws: () => flawsOf(latest.counts, path),
  }
}

function flawsOf({ cutOff, late, longestSilenceMs }: EventFileCounts, path: string): readonly string[] {
  const flaws: string[] = []
  if (cutOff) flaws.push(`the last line of ${path} is cut off and was left out`)
  if (late > 0) flaws.push(`${late} events of ${path} are older than those before them; they are played late`)
  if (longestSilenceMs > LONG_SILENCE_MS) flaws.push(`${path} is silent for up to ${shownSpan(longestSilenceMs)}`)
  return flaws
}
