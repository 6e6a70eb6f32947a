import type { RestGet } from '@md/adapter-core'

export interface Asked {
  readonly path: string
  readonly query: Readonly<Record<string, string | number | undefined>>
}

/** A venue that answers by what it is asked, or always the same, and remembers what it was asked. */
export function restThat(answer: unknown): { readonly get: RestGet; readonly asked: readonly Asked[] } {
  const asked: Asked[] = []
  const get: RestGet = (path, query = {}) => {
    asked.push({ path, query })
    return Promise.resolve(typeof answer === 'function' ? answer({ path, query }) : answer)
  }
  return { get, asked }
}

export const BTC = { symbol: 'BTC/USD', venueSymbol: 'BTC-USD' } as const
