import { InvalidInputError } from '@md/types'
import type { ExecutionAlgorithm } from './execution.ts'
import { twap } from './twap.ts'

/** An algorithm whose state nobody else has to know. */
const algorithms: ReadonlyMap<string, ExecutionAlgorithm> = new Map([[twap.name, twap as ExecutionAlgorithm]])

/** @throws InvalidInputError that lists the names */
export function algorithmByName(name: string): ExecutionAlgorithm {
  const algorithm = algorithms.get(name)
  if (algorithm === undefined)
    throw new InvalidInputError('execution algorithm', name, `one of ${[...algorithms.keys()].join(', ')}`)
  return algorithm
}
