import type { Pace } from '../clock.ts'
import type { Armed } from './fuse.ts'

/** Mistakes that a bot could be built with. The test has to notice every one of them. */
export const BUGS = [
  'sends-again',
  'sends-before-writing',
  'counts-fills-twice',
  'takes-unknown-for-rejected',
  'asks-for-no-fills',
  'forgets-halts',
] as const
export type Bug = (typeof BUGS)[number]

/** What a process of bots is to do; JSON. */
export interface BotPlan {
  readonly seed: number
  readonly pace: Pace
  readonly port: number
  /** Of the store. */
  readonly path: string
  /** `settle`: nothing new, until nothing is open any more; then it reports. */
  readonly mode: 'trade' | 'settle'
  readonly armed: Armed | undefined
  readonly bug: Bug | undefined
  /** Of the world's time, after the bots began, ms. */
  readonly haltAfterMs: number | undefined
  readonly stopAfterMs: number | undefined
}

export const BOT_IDS = ['left', 'right'] as const

/** Quote currency, of each bot. */
export const MAX_POSITION_VALUE = 600
