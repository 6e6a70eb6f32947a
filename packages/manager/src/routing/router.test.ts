import { aTrade, ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { TRADES } from '../../test/kit.ts'
import { Router } from './router.ts'

const ETH_TRADES = { ...TRADES, symbol: 'ETH/USDT' } as const

const aTrading = (symbol: string) => ({ type: 'trade' as const, data: aTrade({ symbol }) })

function aRouter() {
  const router = new Router(new ManualClock(), () => undefined)
  const deliver = (symbol: string) => {
    const event = aTrading(symbol)
    router.deliver(event, router.topicOf(event))
  }
  return { router, deliver }
}

test('a tap is offered what passes its filter, from when it is added to when it is removed', () => {
  const { deliver, router } = aRouter()
  router.open(TRADES)
  router.open(ETH_TRADES)
  const offered: string[] = []
  deliver('BTC/USDT')
  const remove = router.tap({
    filter: { symbol: 'BTC/USDT' },
    offer: ({ data }) => offered.push('symbol' in data ? data.symbol : '?'),
  })

  deliver('BTC/USDT')
  deliver('ETH/USDT')
  remove()
  deliver('BTC/USDT')

  expect(offered).toEqual(['BTC/USDT'])
})

test('an event is brought to its own topic alone, however many others there are', () => {
  const { deliver, router } = aRouter()
  let others = 0
  for (let i = 0; i < 1_000; i++) {
    router.open({ ...TRADES, symbol: `S${i}/USDT` }).listeners.add(() => {
      others += 1
    })
  }
  let own = 0
  router.open(TRADES).listeners.add(() => {
    own += 1
  })

  deliver('BTC/USDT')

  expect({ own, others }).toEqual({ own: 1, others: 0 })
})

test('a topic lasts as long as somebody feeds it', () => {
  const { router } = aRouter()
  const first = router.open(TRADES)
  const second = router.open(TRADES)
  expect(second).toBe(first)

  router.close(first)
  expect(router.topicOf(aTrading('BTC/USDT'))).toBe(first)
  router.close(second)

  expect(router.topicOf(aTrading('BTC/USDT'))).toBeUndefined()
  expect(router.topics('binance')).toEqual([])
  expect(router.topics('kraken')).toEqual([])
})
