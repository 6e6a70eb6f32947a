import type { RestGet } from '@md/adapter-core'

export interface Asked {
  readonly path: string
  readonly query: Readonly<Record<string, string | number | undefined>>
  readonly weight: number | undefined
}

/** A venue that answers in turn, or by what it is asked, and remembers what that was. */
export function restThat(answers: readonly unknown[] | ((asked: Asked) => unknown)): {
  readonly get: RestGet
  readonly asked: readonly Asked[]
} {
  const asked: Asked[] = []
  const get: RestGet = (path, query = {}, weight) => {
    const one = { path, query, weight }
    asked.push(one)
    return Promise.resolve(typeof answers === 'function' ? answers(one) : answers[asked.length - 1])
  }
  return { get, asked }
}

export const BTC = { symbol: 'BTC/USDT', venueSymbol: 'BTCUSDT' } as const
