import type { Intent, Quantity } from '../strategy/intent.ts'

/** @throws when an intent holds a number that no order can be made of, or is no plain JSON */
export function checkIntent(intent: Intent): void {
  for (const [name, value] of numbersOf(intent)) {
    const number = Number(value)
    if (!(number > 0 && number < Number.POSITIVE_INFINITY))
      throw new Error(`${name} ${value} of ${JSON.stringify(intent)} is not a number above zero`)
  }
  if (intent.kind === 'timer' && Number.isNaN(intent.afterMs)) throw new Error(`timer ${intent.name} after NaN ms`)
}

function numbersOf(intent: Intent): readonly (readonly [string, Quantity])[] {
  if (intent.kind !== 'place' && intent.kind !== 'replace' && intent.kind !== 'execute') return []
  const { amount, price, stopPrice } = { price: undefined, stopPrice: undefined, ...intent }
  const pairs = [['amount', amount] as const, ['price', price] as const, ['stopPrice', stopPrice] as const]
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}
