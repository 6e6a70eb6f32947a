import { EXCHANGES, INTERVALS, type Market } from '@md/types'
import { z } from 'zod'

/** What parameters are made of. No transforms: each has a JSON schema, for editors and forms. */

const SYMBOL = z
  .string()
  .regex(/^[A-Z0-9]+\/[A-Z0-9]+$/, 'write BASE/QUOTE in upper case, such as BTC/USDT')
  .describe('unified symbol, such as BTC/USDT')

/** The market a strategy trades. */
export const MARKET = { exchange: z.enum(EXCHANGES).describe('where it trades'), symbol: SYMBOL }

export const marketOf = ({ exchange, symbol }: Market): Market => ({ exchange, symbol })

export const INTERVAL = z.enum(INTERVALS).describe('length of a candle')

const ABOVE_ZERO = 'write a number above 0, as 0.01 or "0.01"'

/** Money: exact where it is written as text. */
export const quantity = (what: string) =>
  z
    .union([z.string().regex(/^(?=.*[1-9])\d+(\.\d+)?$/, ABOVE_ZERO), z.number().positive(ABOVE_ZERO)], {
      error: ABOVE_ZERO,
    })
    .describe(what)

/** Above 0 and below 1. */
export const fraction = (what: string) => z.number().positive().lt(1).describe(`${what}; a fraction, 0.01 is 1 %`)

/** Above 0, and may be more than the whole. */
export const share = (what: string) => z.number().positive().describe(`${what}; a fraction, 0.01 is 1 %`)

export const count = (what: string, from = 1, to = 1_000) => z.int().min(from).max(to).describe(what)

export const milliseconds = (what: string) => z.int().min(0).describe(`${what}, ms`)

/** How a position is guarded; distances are fractions of the average entry. */
export const BARRIERS = z
  .strictObject({
    stopLoss: fraction('loss at which the position is ended').exactOptional(),
    takeProfit: share('gain at which the position is ended').exactOptional(),
    trailing: z
      .strictObject({
        activation: z.number().min(0).describe('gain that arms it; a fraction, 0: at once'),
        distance: fraction('how far behind the best price it follows'),
      })
      .exactOptional(),
    timeLimitMs: z.int().positive().describe('longest time in the position, ms').exactOptional(),
    breakEven: z
      .strictObject({
        trigger: share('gain that moves the stop to the entry'),
        offset: z.number().min(0).describe('where the stop goes, beyond the entry; a fraction'),
      })
      .refine(({ offset, trigger }) => offset < trigger, {
        path: ['offset'],
        error: 'offset must be below trigger, or the stop fires as soon as it is moved',
      })
      .exactOptional(),
  })
  .describe('when the position is ended, whatever the strategy thinks')
