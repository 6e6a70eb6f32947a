import { seededRandom } from '@md/bot-engine/backtest'
import { InvalidInputError } from '@md/types'

/** One parameter and the values it takes. */
export interface Variation {
  readonly path: string
  readonly values: readonly unknown[]
}

const RANGE = /^(-?[\d.]+)\.\.(-?[\d.]+)\/([\d.]+)$/

/** More than anybody will wait for is a slip of the pen. */
const MOST = 100_000

/** `fast=5,10,20` or `fast=5..50/5`. @throws InvalidInputError */
export function variationOf(text: string): Variation {
  const split = text.indexOf('=')
  const [path, list] = [text.slice(0, split), text.slice(split + 1)]
  if (split < 1 || list === '') throw new InvalidInputError('--vary', text, 'NAME=1,2,3 or NAME=10..50/10')
  const range = RANGE.exec(list)
  return { path, values: range === null ? list.split(',').map(readValue) : rangeOf(text, range.slice(1).map(Number)) }
}

const readValue = (text: string): unknown => {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isNaN(number)) return number
  return text === 'true' || text === 'false' ? text === 'true' : text
}

function rangeOf(text: string, [from = 0, to = 0, step = 0]: readonly number[]): readonly number[] {
  const count = Math.floor((to - from) / step + 1e-9) + 1
  if (!(step > 0 && count >= 1 && count <= MOST))
    throw new InvalidInputError('--vary', text, 'from a smaller to a larger number in steps above 0')
  // Sums of steps would not be the numbers that were meant.
  return Array.from({ length: count }, (_, i) => Number((from + i * step).toPrecision(12)))
}

export type Combination = readonly (readonly [path: string, value: unknown])[]

/** Every combination, the last parameter changing first; `sample` of them, chosen by the seed, in the same order. */
export function combinations(
  variations: readonly Variation[],
  sample: number | undefined,
  seed: number,
): readonly Combination[] {
  const count = variations.reduce((product, { values }) => product * values.length, 1)
  if (count > MOST && sample === undefined)
    throw new InvalidInputError('--vary', `${count} combinations`, `at most ${MOST}, or --sample of them`)
  const chosen =
    sample === undefined || sample >= count ? Array.from({ length: count }, (_, i) => i) : drawn(count, sample, seed)
  return chosen.map((index) => combination(variations, index))
}

function drawn(count: number, sample: number, seed: number): readonly number[] {
  const random = seededRandom(seed)
  const chosen = new Set<number>()
  while (chosen.size < sample) chosen.add(Math.floor(random() * count))
  return [...chosen].sort((a, b) => a - b)
}

function combination(variations: readonly Variation[], index: number): Combination {
  let rest = index
  const found: (readonly [string, unknown])[] = []
  for (const { path, values } of variations.toReversed()) {
    found.unshift([path, values[rest % values.length]])
    rest = Math.floor(rest / values.length)
  }
  return found
}
