import type { Workload } from '../workloads/workload.ts'

export interface Task {
  readonly workload: Workload
  readonly url: string
  readonly restUrl: string
  /** To be told, for each event, the time of writing that the frame carries, in microseconds. */
  readonly latency: ((writtenAt: number) => void) | undefined
}

/** Somebody who takes in frames. */
export interface Contender {
  /** Frames taken in so far. */
  frames(): number
  /** Events that reached the listener. */
  events(): number
}

/** Resolves when it is subscribed and, where there is a book, when that is live. */
export type StartContender = (task: Task) => Promise<Contender>
