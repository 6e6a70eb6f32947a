import type { Clock } from '@md/types'
import { answerWithin } from './answer.ts'

/** Asks a venue, and remembers what it could not be asked. */
export class Questions {
  readonly failures: string[] = []
  readonly #clock: Clock
  readonly #answerMs: number

  constructor(clock: Clock, answerMs: number) {
    this.#clock = clock
    this.#answerMs = answerMs
  }

  /** `undefined`: there was no answer, and `failures` says why. */
  async ask<T>(what: string, question: () => Promise<T>): Promise<{ readonly answer: T } | undefined> {
    const given = await answerWithin(this.#clock, this.#answerMs, question)
    if (given.kind === 'answer') return given
    const why = given.kind === 'fault' ? given.fault.message : `no answer within ${this.#answerMs} ms`
    this.failures.push(`${what}: ${why}`)
    return undefined
  }

  /** A list; anything else is no answer. */
  async askFor<T>(what: string, question: () => Promise<readonly T[]>): Promise<readonly T[]> {
    const given = await this.ask(what, question)
    if (given === undefined || Array.isArray(given.answer)) return given?.answer ?? []
    this.failures.push(`${what}: the venue did not answer with a list`)
    return []
  }
}
