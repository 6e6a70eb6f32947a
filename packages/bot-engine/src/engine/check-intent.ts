import { InvalidInputError } from '@md/types'
import type { Intent } from '../strategy/intent.ts'

const NONE: readonly Intent[] = []

type Plain = Readonly<Record<string, unknown>>

/** What a hook answered, as a list. Strategies are written by others, and not always in TypeScript. */
export function intentsOf(answer: unknown): readonly Intent[] {
  if (answer === undefined || answer === null) return NONE
  return Array.isArray(answer) ? answer : [answer as Intent]
}

/** @throws InvalidInputError for what has not the shape of its kind; whether its numbers are any good is asked later */
export function checkIntent(intent: unknown): asserts intent is Intent {
  if (typeof intent !== 'object' || intent === null) throw new InvalidInputError('an intent', intent, 'an object')
  const plain = intent as Plain
  const { kind } = plain
  if (typeof kind !== 'string' || !Object.hasOwn(SHAPES, kind))
    throw new InvalidInputError('kind of an intent', kind, `one of ${Object.keys(SHAPES).join(', ')}`)
  for (const [name, check] of Object.entries(SHAPES[kind as Intent['kind']])) check(`${name} of ${kind}`, plain[name])
  if (plain['market'] !== undefined) aMarket(`market of ${kind}`, plain['market'])
}

type Check = (what: string, value: unknown) => void

const aText: Check = (what, value) => {
  if (typeof value !== 'string' || value === '') throw new InvalidInputError(what, value, 'a text')
}

const aDelay: Check = (what, value) => {
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return
  throw new InvalidInputError(what, value, 'milliseconds, or undefined to take the timer back')
}

const aMarket: Check = (what, value) => {
  const { exchange, symbol } = (typeof value === 'object' && value !== null ? value : {}) as Plain
  aText(`exchange of the ${what}`, exchange)
  aText(`symbol of the ${what}`, symbol)
}

const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (what, value) => {
    if (!allowed.includes(value)) throw new InvalidInputError(what, value, `one of ${allowed.join(', ')}`)
  }

const anything: Check = () => undefined
const aSide = oneOf('buy', 'sell')

const SHAPES: Readonly<Record<Intent['kind'], Readonly<Record<string, Check>>>> = {
  place: {
    ref: aText,
    side: aSide,
    type: oneOf('market', 'limit', 'stop'),
    timeInForce: oneOf(undefined, 'GTC', 'IOC', 'FOK'),
    because: aText,
  },
  cancel: { ref: aText, because: aText },
  replace: { ref: aText, because: aText },
  close: { because: aText },
  protect: { barriers: anything },
  execute: { ref: aText, algorithm: aText, side: aSide, because: aText },
  timer: { name: aText, afterMs: aDelay },
  note: { message: aText },
  stop: { because: aText },
}
