import { fakeProtocol } from '@md/adapter-core/testing'
import { deferred } from '@md/runtime'
import type { Instrument } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { AbandonedError, RestError, UnknownSymbolError } from '../errors.ts'
import { InstrumentCatalogue } from './instrument-catalogue.ts'

const HOUR = 3_600_000

const anInstrument = (symbol: string, venueSymbol = symbol.replace('/', '-')): Instrument => {
  const [base = '', quote = ''] = symbol.split('/')
  return {
    exchange: 'binance',
    symbol,
    base,
    quote,
    venueSymbol,
    status: 'trading',
    tickSize: '0.01',
    stepSize: '0.001',
  }
}

const LIST = [anInstrument('BTC/USDT', 'XBT-USDT'), anInstrument('BTC/EUR'), anInstrument('ETH/USDT')]

function aCatalogue(answer: () => Promise<readonly Instrument[]> = () => Promise.resolve(LIST)) {
  const clock = new ManualClock()
  const failures: unknown[] = []
  const asked = { times: 0 }
  const source = { answer }
  const protocol = fakeProtocol({
    rest: {
      instruments: () => {
        asked.times += 1
        return source.answer()
      },
    },
    venueSymbol: (symbol) => `rule:${symbol}`,
    unifiedSymbol: (spelling) => (spelling === 'BTCUSD' ? 'BTC/USD' : undefined),
  })
  const get = () => Promise.reject(new Error('is not asked for here'))
  const catalogue = new InstrumentCatalogue(protocol, get, clock, (error) => failures.push(error))
  return { catalogue, clock, failures, asked, source }
}

const refused = () => Promise.reject(new RestError('/list', 'HTTP 500'))

test('spells a symbol as the list of the venue does', async () => {
  const { catalogue } = aCatalogue()

  expect(await catalogue.venueSymbol('BTC/USDT')).toBe('XBT-USDT')
})

test.each([
  ['BTC/USD', 'did you mean BTC/USDT, BTC/EUR?'],
  ['DOGE/USDT', 'did you mean BTC/USDT, ETH/USDT?'],
  ['DOGE/CHF', 'binance does not list "DOGE/CHF"'],
])('a symbol that is not listed is refused, with what is like it: %s', async (symbol, hint) => {
  const asking = aCatalogue().catalogue.venueSymbol(symbol)

  await expect(asking).rejects.toBeInstanceOf(UnknownSymbolError)
  await expect(asking).rejects.toThrow(hint)
})

test('the list is asked for once, by many at once, and again when it is an hour old', async () => {
  const { catalogue, asked, clock } = aCatalogue()
  await Promise.all([catalogue.venueSymbol('BTC/USDT'), catalogue.instruments(), catalogue.venueSymbol('BTC/EUR')])
  clock.advance(HOUR)
  expect(await catalogue.instruments()).toEqual(LIST)
  expect(asked.times).toBe(1)

  clock.advance(1)
  await catalogue.venueSymbol('BTC/USDT')

  expect(asked.times).toBe(2)
})

test('without a list the rule decides, the failure is told once, and the venue is left alone for a while', async () => {
  const { catalogue, asked, failures, clock } = aCatalogue(refused)

  expect(await Promise.all(['A/B', 'C/D'].map((symbol) => catalogue.venueSymbol(symbol)))).toEqual([
    'rule:A/B',
    'rule:C/D',
  ])
  clock.advance(29_999)
  expect(await catalogue.venueSymbol('E/F')).toBe('rule:E/F')
  expect([asked.times, failures.length]).toEqual([1, 1])
  clock.advance(1)
  await catalogue.venueSymbol('G/H')

  expect([asked.times, failures.length]).toEqual([2, 2])
})

test('an old list is better than none', async () => {
  const { catalogue, clock, failures, source } = aCatalogue()
  await catalogue.venueSymbol('BTC/USDT')
  clock.advance(HOUR + 1)
  source.answer = refused

  expect(await catalogue.venueSymbol('BTC/USDT')).toBe('XBT-USDT')
  expect(failures).toHaveLength(1)
})

test('a list that is empty says nothing about any symbol', async () => {
  const { catalogue } = aCatalogue(() => Promise.resolve([]))

  expect(await catalogue.venueSymbol('A/B')).toBe('rule:A/B')
})

test('whoever asks for the list itself is told why there is none', async () => {
  const { catalogue, failures } = aCatalogue(refused)

  await expect(catalogue.instruments()).rejects.toThrow('HTTP 500')
  expect(failures).toEqual([])
})

test('a request that was given up says nothing about the venue: the next one asks again', async () => {
  const answer = deferred<readonly Instrument[]>()
  const { catalogue, asked, failures, source } = aCatalogue(() => answer.promise)
  const first = catalogue.venueSymbol('A/B')
  answer.reject(new AbandonedError('binance', 'a REST request'))
  expect(await first).toBe('rule:A/B')

  source.answer = () => Promise.resolve(LIST)
  await expect(catalogue.venueSymbol('A/B')).rejects.toBeInstanceOf(UnknownSymbolError)

  expect([asked.times, failures]).toEqual([2, []])
})

test('understands what a user writes, by the list and else by rule', async () => {
  const { catalogue } = aCatalogue()

  expect(await catalogue.unifiedSymbol('btc/usdt')).toBe('BTC/USDT')
  expect(await catalogue.unifiedSymbol('xbt-usdt')).toBe('BTC/USDT')
  expect(await catalogue.unifiedSymbol('BTCUSD')).toBe('BTC/USD')
  expect(await catalogue.unifiedSymbol('nonsense')).toBeUndefined()
})
