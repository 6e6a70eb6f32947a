import { shownTime } from '../shown.ts'
import type { RunReport } from './replay-run.ts'
import type { StoreFinding } from './store-check.ts'

export interface JournalReport extends RunReport {
  /** Unset where no store was named. */
  readonly store?: StoreFinding
}

/** A run for people: in one line where all is well. */
export function reportLines(report: JournalReport): readonly string[] {
  const { bot, decisions, from, inputs, outcome, path, store, strategy, to } = report
  const period = from === undefined || to === undefined ? '' : `, ${shownTime(from)} to ${shownTime(to)} UTC`
  const head = `${bot} (${strategy === undefined ? 'unknown' : strategy.name})${period}: `
  const counts = `${inputs} inputs, ${decisions} decisions: `
  switch (outcome.kind) {
    case 'same':
      return [`${head}${counts}the same${outcome.cutOff ? CUT_OFF : ''}`, ...storeLines(store)]
    case 'different': {
      const [written, now] = [outcome.written ?? NOTHING, outcome.now ?? NOTHING]
      const at = firstDifference(written, now)
      return [
        `${head}${counts}different at entry ${outcome.n} of ${path}`,
        `  written  ${excerpt(written, at)}`,
        `  now      ${excerpt(now, at)}`,
        ...storeLines(store),
      ]
    }
    case 'unusable':
      return [`${head}cannot be played again: ${path}: ${outcome.reason}`, ...storeLines(store)]
  }
}

const CUT_OFF = ', as far as it goes: its end is missing, for the bot was killed or still runs'

const NOTHING = 'nothing'

function storeLines(store: StoreFinding | undefined): readonly string[] {
  switch (store?.kind) {
    case undefined:
      return []
    case 'same':
      return [`  the store has ${store.entries} entries of it${sameOf(store)}`]
    case 'different':
      return [`  the store has another entry ${store.n} than the journal`]
    case 'unusable':
      return [`  the store cannot be compared: ${store.reason}`]
  }
}

const sameOf = ({ behind, entries }: { readonly behind: number; readonly entries: number }): string =>
  behind === 0
    ? ', and they are the same'
    : `: ${entries - behind} are the same, ${behind} come after what could be read of the journal`

const BEFORE = 80
const AFTER = 240

function firstDifference(one: string, other: string): number {
  let i = 0
  while (i < one.length && one[i] === other[i]) i += 1
  return i
}

/** An entry may be long: its beginning says what it is, and then what is different. `--json` has all of it. */
function excerpt(text: string, at: number): string {
  if (text.length <= BEFORE + AFTER) return text
  const from = at <= 2 * BEFORE ? 0 : at - BEFORE
  const head = from === 0 ? '' : `${text.slice(0, BEFORE)} … `
  const end = from + BEFORE + AFTER
  return `${head}${text.slice(from, end)}${end < text.length ? ' …' : ''}`
}
