import { EventFile, type EventFileCounts, type PlayedEvent } from '@md/bot-engine/backtest'
import { InvalidInputError } from '@md/types'
import { shownSpan } from '../shown.ts'
import { eventFault } from './event-fault.ts'
import type { OpenedData } from './opened.ts'
import { checkText, textLines } from './text-lines.ts'

/** Longer than that without an event, and something was not recorded. */
const LONG_SILENCE_MS = 60_000

export function openEvents(path: string): OpenedData {
  let latest = new EventFile(path)
  return {
    description: `${path}: events, one as JSON a line`,
    interval: undefined,
    events: () => {
      latest = new EventFile(path)
      return checked(latest)
    },
    flaws: () => flawsOf(latest.counts, path),
  }
}

/** @throws InvalidInputError naming the line whose numbers are none */
async function* checked(file: EventFile): AsyncGenerator<readonly PlayedEvent[]> {
  await checkText(file.path)
  for await (const events of file.read()) {
    for (const event of events) {
      const fault = eventFault(event)
      if (fault !== undefined) throw await wrongLine(file.path, event, fault)
    }
    yield events
  }
}

const SHOWN = 120

/** Events do not know their line: it is looked for once one of them is wrong. */
async function wrongLine(path: string, event: PlayedEvent, fault: string): Promise<InvalidInputError> {
  const wanted = JSON.stringify(event)
  let line = 0
  for await (const text of textLines(path)) {
    line += 1
    if (text.trim() === '') continue
    const value: { readonly type: string; readonly event?: unknown } = JSON.parse(text)
    if (JSON.stringify(value.type === 'market' ? value.event : value) === wanted)
      return new InvalidInputError(`${path}, line ${line}:`, text.slice(0, SHOWN), fault)
  }
  return new InvalidInputError(path, wanted.slice(0, SHOWN), fault)
}

function flawsOf({ cutOff, late, longestSilenceMs }: EventFileCounts, path: string): readonly string[] {
  const flaws: string[] = []
  if (cutOff) flaws.push(`the last line of ${path} is cut off and was left out`)
  if (late > 0) flaws.push(`${late} events of ${path} are older than those before them; they are played late`)
  if (longestSilenceMs > LONG_SILENCE_MS) flaws.push(`${path} is silent for up to ${shownSpan(longestSilenceMs)}`)
  return flaws
}
