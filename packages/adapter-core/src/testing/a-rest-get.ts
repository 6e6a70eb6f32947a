import type { RestGet } from '../protocol.ts'

export interface Asked {
  readonly path: string
  readonly query: Readonly<Record<string, string | number | undefined>>
  readonly weight: number | undefined
}

/** A venue's REST that answers as told, and remembers what it was asked. `i`: how often it was asked before. */
export function aRestGet(answer: (asked: Asked, i: number) => unknown): {
  readonly get: RestGet
  readonly asked: readonly Asked[]
} {
  const asked: Asked[] = []
  const get: RestGet = (path, query = {}, weight) => {
    const one = { path, query, weight }
    asked.push(one)
    return Promise.resolve(answer(one, asked.length - 1))
  }
  return { get, asked }
}
