import { InvalidInputError } from '@md/types'
import { assemble } from '../engine/assemble.ts'
import type { BotCore } from '../engine/bot-core.ts'
import type { Input } from '../engine/input.ts'
import { Recorder } from '../engine/recorder.ts'
import type { JournalBody, JournalEntry } from '../journal/entry.ts'
import type { AnyStrategy } from '../strategy/strategy.ts'
import { Comparison, type Difference } from './comparison.ts'
import { PlayedBooks } from './played-books.ts'
import { RecordedEffects } from './recorded-effects.ts'

export type { Difference } from './comparison.ts'

export interface ReplayResult {
  readonly entries: number
  /** Orders, refusals, exits and all else the bot decided. */
  readonly decisions: number
  /** `undefined`: every entry was the same, byte for byte. */
  readonly difference: Difference | undefined
}

/** Entries that are made by handling an input: they are compared, never played. */
const DECISIONS: ReadonlySet<JournalBody['type']> = new Set<JournalBody['type']>([
  'begin',
  'look',
  'shared-refusal',
  'intent',
  'cancel',
  'refusal',
  'exit',
  'taken-over',
  'life',
  'note',
  'fault',
  'state',
])

/**
 * Plays the inputs of a bot's journal to the same strategy, and compares what it makes of them with what it made then.
 * The journal has to begin with the `begin` entry of a run: it says what the bot was told to be, and what it knew.
 * @throws InvalidInputError for a journal of another strategy, or without its beginning
 */
export function replayJournal(journal: readonly JournalEntry[], strategy: AnyStrategy): ReplayResult {
  const [begin] = journal
  if (begin?.type !== 'begin') throw new InvalidInputError('journal', begin?.type, 'one that starts with `begin`')
  if (begin.strategy.name !== strategy.name || begin.strategy.version !== strategy.version)
    throw new InvalidInputError(
      'strategy',
      `${strategy.name} ${strategy.version}`,
      `${begin.strategy.name} ${begin.strategy.version}, whose journal this is`,
    )
  const comparison = new Comparison(journal)
  const books = new PlayedBooks()
  const recorder = new Recorder(comparison, () => books.played)
  recorder.advanceTo(begin.at)
  const core = assemble({
    config: begin.config,
    strategy,
    effects: new RecordedEffects(journal),
    recorder,
    instruments: begin.instruments,
    // The bot goes on with the state that is in it; the journal is the caller's.
    stored: structuredClone(begin.restored),
    fence: begin.fence,
    onSlow: () => undefined,
    onLook: (market) => books.look(market, comparison.next),
  })
  play(journal, { core, comparison, books })
  return {
    entries: journal.length,
    decisions: journal.filter(({ type }) => DECISIONS.has(type)).length,
    difference: comparison.difference ?? comparison.missing,
  }
}

interface Playing {
  readonly core: BotCore
  readonly comparison: Comparison
  readonly books: PlayedBooks
}

/** What follows a difference is a consequence of it. */
function play(journal: readonly JournalEntry[], { books, comparison, core }: Playing): void {
  for (const entry of journal) {
    if (comparison.difference !== undefined) return
    if (entry.type === 'market') core.handle(books.eventOf(entry.event), entry.at)
    else if (!DECISIONS.has(entry.type)) core.handle(bodyOf(entry), entry.at)
  }
}

function bodyOf({ n: _n, at: _at, ...body }: JournalEntry): Input {
  return body as Input
}
