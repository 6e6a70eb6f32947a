import { isAbandoned } from './errors.ts'

/** The same outcome; but what was given up on purpose is no failure: unheard, it does not end the process. */
export function quietIfAbandoned<T>(promise: Promise<T>): Promise<T> {
  const outcome = promise.catch((error: unknown) => {
    if (isAbandoned(error)) outcome.catch(() => undefined)
    throw error
  })
  return outcome
}
