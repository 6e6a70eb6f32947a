import { riskLimits } from '@md/bot-engine'
import { AVAILABLE_EXCHANGES } from '@md/service'
import { z } from 'zod'
import { notAvailable } from '../checks/not-available.ts'
import { exactText } from './exact-text.ts'

const NAME = /^[a-z][a-z0-9-]{0,31}$/
const NAMED = 'write 1 to 32 lower-case letters, digits and hyphens, a letter first'

/** A name that stands in order ids, metrics and paths. */
export const name = () => z.string('write a name').regex(NAME, NAMED)

const distance = (what: string) => z.number().gt(0).lt(1).describe(what)

const barriers = z.strictObject({
  stopLoss: distance('fraction of the entry price, such as 0.02').exactOptional(),
  takeProfit: z.number().gt(0).describe('fraction of the entry price').exactOptional(),
  trailing: z
    .strictObject({
      activation: z.number().min(0).describe('gain from which it follows the price; 0: at once'),
      distance: distance('how far behind the best price'),
    })
    .exactOptional(),
  timeLimitMs: z.int().min(1).describe('how long a position may last, ms').exactOptional(),
  breakEven: z
    .strictObject({
      trigger: z.number().gt(0).describe('gain at which the stop moves to the entry'),
      offset: z.number().min(0).describe('how far beyond the entry'),
    })
    .refine(({ offset, trigger }) => offset < trigger, {
      path: ['offset'],
      error: 'write less than trigger, or the stop fires as soon as it is moved',
    })
    .exactOptional(),
})

const policies = z.strictObject({
  onStop: z
    .enum(['keep', 'cancel', 'flatten'])
    .default('cancel')
    .describe('open orders when the bot stops: left, cancelled, or cancelled and the position closed'),
  onFailure: z
    .enum(['guard', 'flatten', 'leave'])
    .default('guard')
    .describe('the position when the strategy fails: its barriers go on, it is closed, or it is left alone'),
  unknownOrders: z
    .enum(['adopt', 'ignore', 'cancel'])
    .default('cancel')
    .describe('orders with the id of the bot that it does not remember'),
})

/** One entry under `bots`. Its `params` are the strategy's to check. */
export const botSchema = z.strictObject({
  id: name().describe('unique in the file; part of every order id'),
  strategy: z.string('write the name of a strategy'),
  params: z.record(z.string(), z.unknown()).default({}).describe('of the strategy'),
  exchange: z
    .enum(AVAILABLE_EXCHANGES, { error: ({ input }) => notAvailable(input) })
    .optional()
    .describe('handed to the strategy where it trades one market'),
  symbol: z.string('write a symbol such as BTC/USDT').min(1).optional().describe('such as BTC/USDT'),
  mode: z.enum(['paper', 'live']).default('paper'),
  armed: z.boolean().default(false).describe('live only: this bot may trade with real money'),
  account: name().default('main').describe('bots of one account share its balances and limits'),
  capital: exactText()
    .refine((text) => Number(text) !== 0, 'write an amount above 0')
    .default('10000')
    .describe('quote currency of the first market; what drawdown is measured from'),
  limits: riskLimits.default({}),
  barriers: barriers.exactOptional().describe('how every position is guarded'),
  policies: policies.prefault({}),
  journal: z
    .strictObject({ inputs: z.boolean().default(false).describe('keep every input as well, to play it again') })
    .prefault({}),
})

export type BotEntry = z.output<typeof botSchema>
