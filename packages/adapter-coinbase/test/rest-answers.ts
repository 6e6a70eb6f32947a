import { aRestGet } from '@md/adapter-core/testing'

/** A venue that answers by what it is asked, or always the same, and remembers what it was asked. */
export const restThat = (answer: unknown): ReturnType<typeof aRestGet> =>
  aRestGet((asked) => (typeof answer === 'function' ? answer(asked) : answer))

export const BTC = { symbol: 'BTC/USD', venueSymbol: 'BTC-USD' } as const
