import type { AnyStrategy } from '../src/strategy/strategy.ts'

/** What the schema says of parameters, a line for each mistake. */
export const mistakesOf = ({ params }: Pick<AnyStrategy, 'params'>, input: unknown): string =>
  (params.safeParse(input).error?.issues ?? []).map(({ message, path }) => `${path.join('.')}: ${message}`).join('\n')
