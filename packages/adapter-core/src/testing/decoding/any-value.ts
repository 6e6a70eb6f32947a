import type { Dice } from './dice.ts'

/* Numbers and times as venues write them; one in 250 is one that a decoder might stumble over. */

const ODD = 250

export const anyWhole = (dice: Dice): string =>
  dice.once(ODD) ? dice.of(['0', '00', '9007199254740991', '9007199254740993']) : dice.digits(1 + dice.below(13))

/** `odd`: those that the venue's way of writing allows, beside very long ones. */
export function anyDecimal(dice: Dice, odd: readonly string[]): string {
  if (dice.once(ODD)) return dice.of([dice.digits(25), `0.${dice.digits(24)}`, ...odd])
  const text = dice.once(3) ? '0' : dice.digits(1 + dice.below(9))
  return dice.once(9) ? text : `${text}.${'0'.repeat(dice.below(5))}${dice.digits(1 + dice.below(8))}`
}

/** Within quotes anything may stand for a decimal. */
export const anyDecimalText = (dice: Dice): string => anyDecimal(dice, ['0', '0.00000000', '', '0.', '.5', '1e5'])

/** Of a level in an update: one in three takes it away. */
export const anyQuantityText = (dice: Dice): string => (dice.once(3) ? '0.00000000' : anyDecimalText(dice))

/** What stands between the brackets of a list of fewer than `end`, of none now and then. */
export const anyItems = (dice: Dice, end: number, item: () => string): string =>
  Array.from({ length: dice.below(end) }, item).join(',')

/** RFC 3339 in UTC. Some are of days that do not exist. */
export function anyTime(dice: Dice): string {
  if (dice.once(ODD)) return dice.of(ODD_TIMES)
  const day = `${1970 + dice.below(130)}-0${1 + dice.below(9)}-${two(dice, 32)}`
  return `${day}T${two(dice, 24)}:${two(dice, 60)}:${two(dice, 60)}${dice.once(20) ? '' : `.${dice.digits(dice.of(PRECISIONS))}`}Z`
}

const ODD_TIMES = [
  '',
  'soon',
  '2026-02-30T00:00:00.000Z',
  '2026-01-01T24:00:00.000000Z',
  '1970-01-01T00:00:00.000Z',
  '2026-01-01T00:00:60.000Z',
] as const

/** Mostly microseconds. */
const PRECISIONS = [3, 6, 6, 6, 6, 6, 9, 10, 1, 6, 6, 6, 6, 6, 6] as const

const two = (dice: Dice, end: number): string => String(dice.below(end)).padStart(2, '0')
