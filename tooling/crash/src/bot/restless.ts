import { type BotContext, defineStrategy, type Intent } from '@md/bot-engine'
import { z } from 'zod'
import { chance, oneOf } from '../chance.ts'
import { MARKET } from '../market.ts'
import { MOVED } from './order-kinds.ts'

const params = z.object({ seed: z.number(), idle: z.boolean() })

type Context = BotContext<z.infer<typeof params>, { step: number }>

/** What it does next, and how likely; the rest of the time nothing. */
const ACTIONS: readonly (readonly [below: number, act: (context: Context, draw: Draw) => Intent | undefined])[] = [
  [0.3, (context, draw) => buyAtLimit(context, draw)],
  [0.4, (context, draw) => buyNow(context, draw)],
  [0.52, (context, draw) => sellAtLimit(context, draw)],
  [0.62, (context, draw) => takeBack(context, draw)],
  [0.78, (context, draw) => move(context, draw)],
  [0.81, () => ({ kind: 'close', because: 'enough' })],
  [0.83, (context, draw) => slice(context, draw)],
]

/** From 0 to below 1. */
type Draw = (what: string) => number

/** Does everything a strategy can do, in an order that only its seed knows. */
export const restless = defineStrategy({
  name: 'restless',
  version: 1,
  params,
  state: () => ({ step: 0 }),
  subscriptions: () => [{ ...MARKET, channel: 'ticker' as const }],
  hooks: {
    ticker(context) {
      context.state.step += 1
      if (context.params.idle) return comeToRest(context)
      const draw: Draw = (what) => chance(context.params.seed, context.botId, context.state.step, what)
      const drawn = draw('action')
      return ACTIONS.find(([below]) => drawn < below)?.[1](context, draw)
    },
  },
})

const amount = (draw: Draw): string => (0.2 + draw('amount') * 2).toFixed(4)

const free = (context: Context, refs: readonly string[]): string | undefined => {
  const taken = new Set(context.openOrders().map(({ ref }) => ref))
  return refs.find((ref) => !taken.has(ref))
}

function buyAtLimit(context: Context, draw: Draw): Intent | undefined {
  const [ref, price] = [free(context, ['buy/1', 'buy/2', 'buy/3']), context.price()]
  if (ref === undefined || price === undefined) return undefined
  const limit = price * (1.001 - draw('price') * 0.004)
  return { kind: 'place', ref, side: 'buy', type: 'limit', amount: amount(draw), price: limit, because: 'restless' }
}

function buyNow(context: Context, draw: Draw): Intent | undefined {
  const ref = free(context, ['now'])
  if (ref === undefined) return undefined
  return { kind: 'place', ref, side: 'buy', type: 'market', amount: amount(draw), because: 'restless' }
}

function sellAtLimit(context: Context, draw: Draw): Intent | undefined {
  const [ref, price] = [free(context, ['sell/1', 'sell/2']), context.price()]
  if (ref === undefined || price === undefined || context.position().size <= 0) return undefined
  const particulars = { side: 'sell', type: 'limit', reduceOnly: true } as const
  const limit = price * (0.999 + draw('price') * 0.004)
  return { kind: 'place', ref, ...particulars, amount: amount(draw), price: limit, because: 'restless' }
}

function takeBack(context: Context, draw: Draw): Intent | undefined {
  const order = oneOf(own(context), draw('which'))
  return order && { kind: 'cancel', ref: order.ref, because: 'not wanted any more' }
}

function move(context: Context, draw: Draw): Intent | undefined {
  const order = oneOf(own(context), draw('which'))
  if (order?.price === undefined) return undefined
  const price = Number(order.price) * (0.999 + draw('price') * 0.002)
  return { kind: 'replace', ref: order.ref, price, because: MOVED }
}

function slice(context: Context, draw: Draw): Intent {
  const ref = `slices/${context.state.step}`
  const particulars = { algorithm: 'twap', side: 'buy', overMs: 1_500, slices: 3 } as const
  return { kind: 'execute', ref, ...particulars, amount: amount(draw), because: 'restless' }
}

/** Whoever still holds something may have to sell it at any price that comes. */
const comeToRest = (context: Context): readonly Intent[] => [
  ...own(context).map(({ ref }): Intent => ({ kind: 'cancel', ref, because: 'it is over' })),
  { kind: 'close', because: 'it is over' },
]

/** But for what the engine itself has placed to end a position. */
const own = (context: Context) => context.openOrders().filter(({ ref }) => !ref.startsWith('@'))
