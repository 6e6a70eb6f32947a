import { type Asked, aRestGet } from '@md/adapter-core/testing'

/** A venue that answers in turn, or by what it is asked, and remembers what that was. */
export const restThat = (answers: readonly unknown[] | ((asked: Asked) => unknown)): ReturnType<typeof aRestGet> =>
  aRestGet(typeof answers === 'function' ? answers : (_, i) => answers[i])

export const BTC = { symbol: 'BTC/USDT', venueSymbol: 'BTCUSDT' } as const
