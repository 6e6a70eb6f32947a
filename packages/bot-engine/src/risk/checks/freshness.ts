import type { Rule } from './rule.ts'

export const feedDown: Rule = {
  code: 'feed-down',
  objection: ({ view: { feedDown: reason } }) =>
    reason === undefined
      ? undefined
      : { message: `The feed cannot be relied on (${reason}): no new exposure`, numbers: {} },
}

export const circuitOpen: Rule = {
  code: 'circuit-open',
  objection: ({ view: { circuitOpenUntil, now } }) =>
    circuitOpenUntil === undefined
      ? undefined
      : {
          message: `Orders failed too often in a row: the next is let through in ${Math.max(0, circuitOpenUntil - now)} ms`,
          numbers: { retryAt: circuitOpenUntil, now },
        },
}

export const notReady: Rule = {
  code: 'not-ready',
  objection: ({ view: { price, instrument } }) =>
    price === undefined ? { message: `No price of ${instrument.symbol} has arrived yet`, numbers: {} } : undefined,
}

/** A price of unknown age is as good as none. */
export const stalePrice: Rule = {
  code: 'stale-price',
  objection({ limits: { maxPriceAgeMs: limit }, view: { now, price = 0, priceAt = Number.NEGATIVE_INFINITY } }) {
    const ageMs = now - priceAt
    if (limit === undefined || ageMs <= limit) return undefined
    const age = Number.isFinite(ageMs) ? `${ageMs} ms old` : 'of unknown age'
    return {
      message: `The last price ${price} is ${age}, and ${limit} ms is allowed`,
      numbers: { price, ageMs, maxPriceAgeMs: limit },
    }
  },
}

export const bookNotLive: Rule = {
  code: 'book-not-live',
  objection: ({ view: { book, instrument } }) =>
    book === undefined || book.status === 'live'
      ? undefined
      : {
          message: `The order book of ${instrument.symbol} is ${book.status}, not verified and current`,
          numbers: { sequence: book.sequence },
        },
}
