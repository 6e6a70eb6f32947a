import type { LeftBehind } from '@md/bot-engine/sqlite'

/** A bot that is not in the file any more, and what it left at its venues. Nobody looks after that. Plain JSON. */
export interface Orphan extends LeftBehind {
  readonly id: string
  /** Not undefined: what it left cannot be told, and why. */
  readonly problem: string | undefined
}
