import type { Workload } from '../../workloads/workload.ts'
import type { StartContender } from '../contender.ts'

/** Somebody else's library at the same work. */
export interface Peer {
  readonly start: StartContender
  /** Why it does not take part in a workload; `undefined`: it does. */
  leavesOut(workload: Workload): string | undefined
  /** What the others do in a workload that it does not. */
  remark(workload: Workload): string | undefined
}
