import { anInstrument } from '@md/bot-engine/testing'
import { expect, test } from 'vitest'
import { STRATEGIES } from '../test/strategies.ts'
import { BotsFileError } from './file/problem.ts'
import { readBots } from './read-bots.ts'

const KRAKEN = ['BTC/USD', 'ETH/USD', 'ETH/BTC'].map((symbol) =>
  anInstrument({ exchange: 'kraken', symbol }, { venueSymbol: symbol.replace('/', '-') }),
)

const read = (text: string) => readBots(text, { file: 'bots.yaml', strategies: STRATEGIES, instruments: KRAKEN })

/** Everything that is complained of, a line each. */
function complaints(text: string): readonly string[] {
  try {
    read(text)
  } catch (error) {
    if (error instanceof BotsFileError)
      return error.message
        .split('\n')
        .slice(1)
        .map((line) => line.trim())
    throw error
  }
  return []
}

const STEPS = `
  - id: a
    strategy: steps
    exchange: kraken
    symbol: BTC/USD
    params: { lower: 1, upper: 2 }
`

test('a bot of a few lines is complete: on paper, guarded, and its open orders cancelled when it stops', () => {
  const { bots, limits, paper, store } = read(`bots:${STEPS}`)
  expect(bots).toEqual([
    {
      id: 'a',
      strategy: STRATEGIES[0],
      params: { exchange: 'kraken', symbol: 'BTC/USD', lower: 1, upper: 2, spacing: 'even' },
      subscriptions: [{ exchange: 'kraken', symbol: 'BTC/USD', channel: 'ticker' }],
      mode: 'paper',
      account: 'main',
      capital: '10000',
      limits: {},
      policies: { onStop: 'cancel', onFailure: 'guard', unknownOrders: 'cancel' },
      journal: { inputs: false },
    },
  ])
  expect({ limits, store }).toEqual({ limits: {}, store: {} })
  expect(paper.balances).toMatchObject({ USD: '100000' })
  expect(paper.fees).toEqual({ maker: 0.001, taker: 0.001 })
})

test('a file without a bot is one: there may be some later', () => {
  expect(read('').bots).toEqual([])
  expect(read('bots: []').bots).toEqual([])
})

test('numbers and texts are both money, to the digit', () => {
  const { bots, paper } = read(`
paper: { balances: { USD: 0.1, BTC: "0.00000001" } }
bots:${STEPS}    capital: 250
    limits: { maxOrderValue: "1000.05", maxPositionValue: 2000 }
`)
  expect(paper.balances).toEqual({ USD: '0.1', BTC: '0.00000001' })
  expect(bots[0]).toMatchObject({ capital: '250', limits: { maxOrderValue: '1000.05', maxPositionValue: '2000' } })
})

test('what several bots have in common is written once', () => {
  const { bots } = read(`
bots:
  - &first
    id: a
    strategy: steps
    exchange: kraken
    symbol: BTC/USD
    params: &params { lower: 1, upper: 2 }
  - <<: *first
    id: b
    params: { <<: *params, upper: 3 }
`)
  expect(bots.map(({ id, params }) => ({ id, params }))).toMatchObject([
    { id: 'a', params: { lower: 1, upper: 2 } },
    { id: 'b', params: { lower: 1, upper: 3 } },
  ])
})

test('every mistake is named with its line and column, all at once', () => {
  expect(
    complaints(`# my bots
bots:
  - id: My Bot
    strategy: step
    params: {}
  - id: twice
    strategy: steps
    exchange: kraken
    symbol: BTC/USD
    params:
      lower: -1
      uper: 2
      spacing: evn
    limits:
      maxOrderValeu: 5
      maxDrawdown: 20
  - id: twice
    strategy: pair
    params: { left: BTC/USD, right: BTC/USD }
    mode: papper
    capital: lots
polices: {}
`),
  ).toEqual([
    'bots.yaml:3:9 id "My Bot" cannot be used: write 1 to 32 lower-case letters, digits and hyphens, a letter first',
    'bots.yaml:4:15 strategy "step" is not known: did you mean steps? there are steps, pair',
    'bots.yaml:11:7 params.upper is missing: write a number',
    'bots.yaml:11:14 params.lower -1 cannot be used: write a number above 0',
    'bots.yaml:12:7 "uper" is not known here: did you mean upper? there are exchange, symbol, lower, upper, spacing',
    'bots.yaml:13:16 params.spacing "evn" cannot be used: did you mean even? write one of even, growing',
    expect.stringMatching(
      /^bots.yaml:15:7 "maxOrderValeu" is not known here: did you mean maxOrderValue\? there are max/,
    ),
    'bots.yaml:16:20 limits.maxDrawdown 20 cannot be used: write a fraction above 0 and up to 1, such as 0.02 for 2 %',
    'bots.yaml:17:9 id "twice" is taken by another bot: give each its own',
    'bots.yaml:19:37 params.right "BTC/USD" cannot be used: write another symbol than left',
    'bots.yaml:20:11 mode "papper" cannot be used: did you mean paper? write one of paper, live',
    'bots.yaml:21:14 capital "lots" cannot be used: write a number such as 250 or "0.05", without an exponent',
    expect.stringMatching(/^bots.yaml:22:1 "polices" is not known here: there are bots, accounts, /),
  ])
})

test.each([
  ['a tab', 'bots:\n\t- id: a', /^bots.yaml:2:1 .*[Tt]ab/],
  ['a bracket that is not closed', 'bots: [', /^bots.yaml:1:8 /],
  ['a key that is there twice', 'limits: {}\nlimits: {}', /^bots.yaml:2:1 .*unique/],
  ['an alias of nothing', 'bots: *nobody', /^bots.yaml:1:7 \*nobody refers to nothing/],
  ['two documents', 'bots: []\n---\nbots: []', /^bots.yaml:2:1 /],
  ['no mapping', '- a\n- b', /^bots.yaml:1:1 the file \["a","b"\] cannot be used: write names with values/],
  ['bots that are no list', 'bots: {}', /^bots.yaml:1:7 bots \{\} cannot be used: write a list of bots/],
  ['a bot that is none', 'bots:\n  - 3', /^bots.yaml:2:5 bot 1 3 cannot be used: write names with values/],
  ['an asset without an amount', 'paper: { balances: { USD: } }', /^bots.yaml:1:27 balances.USD null cannot be used/],
  ['an amount below nothing', 'paper: { balances: { USD: -1 } }', /^bots.yaml:1:27 balances.USD "?-1"? cannot/],
  [
    'fees that no paper venue takes',
    'paper: { fees: { taker: 0.5 } }',
    /^bots.yaml:1:25 fees.taker 0.5 cannot be used/,
  ],
  ['an account with a strange name', 'accounts: { "A b": {} }', /^bots.yaml:1:13 the name accounts.A b cannot be used/],
])('%s is named with its place', (_, text, message) => {
  expect(complaints(text)).toEqual([expect.stringMatching(message)])
})

test('what would keep a bot from beginning is a mistake of the file', () => {
  const wrong = `bots:${STEPS}    capital: 0\n    barriers: { breakEven: { trigger: 0.01, offset: 0.02 } }\n`
  expect(complaints(wrong)).toEqual([
    'bots.yaml:7:14 capital 0 cannot be used: write an amount above 0',
    expect.stringMatching(/^bots.yaml:8:53 .*offset 0.02 cannot be used: write less than trigger/),
  ])
})

test('values that stand for millions of others are refused', () => {
  const layers = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`)
  expect(complaints(['l0: &l0 [x]', ...layers].join('\n'))).toEqual([expect.stringContaining('Excessive alias count')])
})

test('a symbol that is not listed is named where it stands, with what was probably meant', () => {
  expect(complaints(`bots:${STEPS}`.replace('BTC/USD', 'BTC/USDD'))).toEqual([
    'bots.yaml:5:13 symbol "BTC/USDD" is not listed by kraken: did you mean BTC/USD? there are BTC/USD',
  ])
  expect(complaints(`bots:${STEPS}`.replace('BTC/USD', 'ETH-BTC'))).toEqual([
    'bots.yaml:5:13 symbol "ETH-BTC" is not listed by kraken: write ETH/BTC',
  ])
  expect(complaints('bots: [{ id: a, strategy: pair, params: { left: BTC/USD, right: NO/PE } }]')).toEqual([
    'bots.yaml:1:65 symbol "NO/PE" is not listed by kraken: there are BTC/USD, ETH/USD, ETH/BTC',
  ])
  expect(read(`bots:${STEPS}`.replace('kraken', 'binance')).bots).toHaveLength(1)
})

test('real money needs limits, an explicit word, and a venue that takes it', () => {
  const live = `bots:${STEPS}    mode: live\n    limits: { maxOrderValue: 5 }\n`
  expect(complaints(live)).toEqual([
    'bots.yaml:7:11 mode live needs limits: write maxPositionValue, maxDailyLoss under limits',
    'bots.yaml:7:11 mode live needs "armed: true", so that nobody gets there by accident',
    'bots.yaml:7:11 mode live is not available: no venue of this version takes real money; write "mode: paper"',
  ])
})

test('a bot of an account that is not written down would go without its limits', () => {
  const accounts = 'accounts: { spot: { limits: { maxDailyLoss: 100 } } }\n'
  expect(complaints(`${accounts}bots:${STEPS}    account: spott\n`)).toEqual([
    'bots.yaml:8:14 account "spott" is not under accounts: did you mean spot? there are spot',
  ])
  expect(complaints(`${accounts}bots:${STEPS}`)).toEqual([
    expect.stringContaining('account "main" is not under accounts'),
  ])
  expect(read(`${accounts}bots:${STEPS}    account: spot\n`).accounts).toEqual({
    spot: { limits: { maxDailyLoss: '100' } },
  })
})

test('a market that a strategy does not ask for is a mistake, not a wish', () => {
  const text = 'bots:\n  - { id: a, strategy: pair, symbol: BTC/USD, params: { left: BTC/USD, right: ETH/USD } }'
  expect(complaints(text)).toEqual([
    'bots.yaml:2:30 symbol means nothing to strategy pair: write its markets under params',
  ])
})

test('a market that is written twice, and differently, is a mistake', () => {
  const twice = (symbol: string) => `bots:${STEPS}`.replace('lower: 1', `lower: 1, symbol: ${symbol}`)
  expect(complaints(twice('ETH/USD'))).toEqual([
    'bots.yaml:6:33 params.symbol is another than the symbol of the bot: write it once',
  ])
  expect(complaints(twice('BTC/USD'))).toEqual([])
})

test('what a strategy throws at its own parameters is told like any other mistake', () => {
  const [steps] = STRATEGIES
  if (steps === undefined) throw new Error('there is a strategy')
  const subscriptions = () => {
    throw new Error('no such grid')
  }
  const strategies = [{ ...steps, subscriptions }]
  expect(() => readBots(`bots:${STEPS}`, { file: 'x.yaml', strategies })).toThrow(
    'x.yaml:6:13 params cannot be used: no such grid',
  )
})

test('a market of an exchange that this process has nothing to do with is named', () => {
  const others = { file: 'x.yaml', strategies: STRATEGIES, exchanges: ['binance', 'coinbase'] } as const
  expect(() => readBots(`bots:${STEPS}`, others)).toThrow(
    'x.yaml:4:15 exchange "kraken" is none of this process: there are binance, coinbase (EXCHANGES)',
  )
})
