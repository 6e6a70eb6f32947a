import { type Difference, type JournalEntry, replayJournal } from '@md/bot-engine'
import { strategyByName } from '@md/bot-engine/strategies'
import { reportOf } from '@md/types'
import { folderName } from './journal-files.ts'
import type { JournalRun } from './read-run.ts'

/** What came of playing one run again. JSON. */
export interface RunReport {
  readonly bot: string
  /** Name and version; `undefined` where the journal does not tell. */
  readonly strategy: { readonly name: string; readonly version: number } | undefined
  readonly path: string
  /** Of its first entry and its last, ms since the epoch. */
  readonly from: number | undefined
  readonly to: number | undefined
  readonly inputs: number
  readonly decisions: number
  readonly outcome: Outcome
}

export type Outcome =
  /** `cutOff`: its end is missing, for the bot was killed or still runs; as far as it goes it is the same. */
  | { readonly kind: 'same'; readonly cutOff: boolean }
  /** `undefined`: nothing was written, or nothing comes now. */
  | { readonly kind: 'different'; readonly n: number; readonly written?: string; readonly now?: string }
  | { readonly kind: 'unusable'; readonly reason: string }

/** Plays a run to its strategy, with the parameters that it had. Never throws for what the journal holds. */
export function replayRun(run: JournalRun): RunReport {
  const { entries, path } = run
  const [first] = entries
  const begin = first?.type === 'begin' ? first : undefined
  const played = begin === undefined ? unplayed(withoutBegin(run)) : playedRun(run, begin.strategy)
  return {
    bot: begin?.config.botId ?? folderName(path),
    strategy: begin?.strategy,
    path,
    from: first?.at,
    to: entries.at(-1)?.at,
    ...played,
  }
}

type Played = Pick<RunReport, 'inputs' | 'decisions' | 'outcome'>

const unplayed = (reason: string): Played => ({ inputs: 0, decisions: 0, outcome: { kind: 'unusable', reason } })

function withoutBegin({ broken, entries: [first] }: JournalRun): string {
  if (first === undefined) return broken ?? 'there is no entry in it'
  const fix =
    'name the folder of the bot where this is a later file of a run; where the first one was deleted to keep to the limit, there is nothing to play the rest to'
  return `it begins with entry ${first.n} (${first.type}) and not with \`begin\`: ${fix}`
}

function playedRun(run: JournalRun, { name, version }: NonNullable<RunReport['strategy']>): Played {
  try {
    const own = strategyByName(name)
    if (own.version !== version)
      return unplayed(
        `it is of ${name} ${version}, and this is ${name} ${own.version}: play it with the release that ran it`,
      )
    const { decisions, difference, entries } = replayJournal(run.entries, own)
    return { inputs: entries - decisions, decisions, outcome: outcomeOf(run, difference) }
  } catch (error) {
    return unplayed(reportOf(error).message)
  }
}

function outcomeOf(run: JournalRun, difference: Difference | undefined): Outcome {
  const { broken, entries, torn } = run
  const isCut = broken !== undefined || torn || !entries.some(isEnd)
  // What the last input of a journal led to may have been on its way to the disk.
  const isTail = isCut && difference !== undefined && difference.recorded === undefined
  if (difference !== undefined && !isTail) return different(difference)
  if (broken === undefined) return { kind: 'same', cutOff: isCut }
  const last = entries.at(-1)?.n
  return { kind: 'unusable', reason: `it is the same up to entry ${last}, and no further can it be played: ${broken}` }
}

const isEnd = (entry: JournalEntry): boolean => entry.type === 'command' && entry.command === 'ended'

const different = ({ n, recorded, replayed }: Difference): Outcome => ({
  kind: 'different',
  n,
  ...(recorded !== undefined && { written: recorded }),
  ...(replayed !== undefined && { now: replayed }),
})
