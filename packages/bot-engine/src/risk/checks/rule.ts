import type { Refusal, RefusalCode } from '../refusal.ts'
import type { Subject } from '../subject.ts'

/** What speaks against an order. */
export type Objection = Pick<Refusal, 'message' | 'numbers'>

/** One question to an order, with one code for its answer. Pure. */
export interface Rule {
  readonly code: RefusalCode
  objection(subject: Subject): Objection | undefined
}
