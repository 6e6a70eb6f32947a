/** The part of an indicator of `trading-signals` that is needed to feed it. */
interface Streaming<T, R> {
  add(input: T): R | null
  readonly isStable: boolean
}

/** Feeds an indicator. `undefined` until it has seen as much as it needs: some tell numbers long before. */
export function stable<T, R>(indicator: Streaming<T, R>, input: T): R | undefined {
  const value = indicator.add(input)
  if (value === null || !indicator.isStable) return undefined
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : value
}
