import type { Answer } from './routes.ts'

/** Who wants something done, and why: both go into the log and the journal. */
export interface Order {
  readonly reason: string
  readonly by: string
}

/** What a process can be told to do while it runs. Paths are as they were asked for, without the query. */
export interface Controls {
  /** A sentence's worth of paths, for whoever asked for one that there is not. */
  readonly paths: readonly string[]
  /** Answers to GET beside the views. */
  read(path: string): Answer | undefined
  /** `undefined`: there is no such command. What it throws is answered with 500. */
  command(path: string): ((order: Order) => Promise<Answer>) | undefined
}
