import { InvalidInputError } from '@md/types'
import type { Hooks, Strategy } from './strategy.ts'

/**
 * A strategy as it is written down. Parameters are what the schema gives, state what `state` returns and indicators what
 * `indicators` returns, which may be left out; hooks have to fit them.
 */
export type StrategyDefinition<P, S, I> = Omit<Strategy<P, S, I>, 'indicators' | 'hooks'> & {
  indicators?(params: P): I
  readonly hooks: Hooks<NoInfer<P>, NoInfer<S>, NoInfer<I>>
}

/** Infers the types of parameters, state and indicators from the definition. @throws InvalidInputError */
export function defineStrategy<P, S, I = undefined>(definition: StrategyDefinition<P, S, I>): Strategy<P, S, I> {
  if (!/^[a-z][a-z0-9-]*$/.test(definition.name))
    throw new InvalidInputError('strategy name', definition.name, 'lower-case words joined by hyphens')
  if (!Number.isSafeInteger(definition.version) || definition.version < 1)
    throw new InvalidInputError(`version of strategy ${definition.name}`, definition.version, 'a whole number from 1')
  const { indicators = () => undefined as I } = definition
  return { ...definition, indicators }
}
