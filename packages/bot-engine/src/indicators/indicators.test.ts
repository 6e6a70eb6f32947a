import { ATR, BollingerBands, EMA, MACD, RSI, SMA, SuperTrend } from 'trading-signals'
import { describe, expect, it } from 'vitest'
import { bars, closes } from '../../test/strategy-candles.ts'
import { perClosedCandle } from './candle-signal.ts'
import { Crossing } from './crossing.ts'
import { stable } from './stable.ts'

const rounded = (values: readonly (number | undefined)[], digits = 4) =>
  values.map((value) => (value === undefined ? undefined : Number(value.toFixed(digits))))

const bar = ([high, low, close]: readonly [number, number, number]) => ({ high, low, close })

/** The tables were worked out by hand from the definitions, not taken from the library. */
describe('the indicators the strategies rely on', () => {
  it('RSI smooths as Wilder did: first a plain average, then (n - 1) parts of the old and one of the new', () => {
    const strength = new RSI(3)
    // gains 1 0 2 1 0, losses 0 1 0 0 3
    // averages of the first three: gain 1, loss 1/3; then (2*1+1)/3 = 1, 2/9; then 2/3, (4/9+3)/3 = 31/27
    const prices = [10, 11, 10, 12, 13, 10]
    expect(rounded(prices.map((price) => stable(strength, price)))).toEqual([
      undefined,
      undefined,
      undefined,
      75,
      Number((100 - 100 / (1 + 9 / 2)).toFixed(4)),
      Number((100 - 100 / (1 + 2 / 3 / (31 / 27))).toFixed(4)),
    ])
  })

  it('EMA weighs the newest with 2 / (n + 1), begins at the first price, and is not told before n prices', () => {
    const average = new EMA(3)
    // 10, 11, 13, 14.5
    expect([10, 12, 15, 16].map((price) => stable(average, price))).toEqual([undefined, undefined, 13, 14.5])
  })

  it('SMA is the mean of the last n', () => {
    const average = new SMA(2)
    expect([1, 2, 4].map((price) => stable(average, price))).toEqual([undefined, 1.5, 3])
  })

  it('MACD is the difference of two averages, and its signal an average of that', () => {
    const macd = new MACD(new EMA(1), new EMA(3), new EMA(3))
    // EMA 3: 10, 11, 13, 14.5; differences from the third price on: 2, 1.5; signal: 2, 1.75
    const values = [10, 12, 15, 16].map((price) => stable(macd, price))
    expect(values).toEqual([
      undefined,
      undefined,
      { macd: 2, signal: 2, histogram: 0 },
      { macd: 1.5, signal: 1.75, histogram: -0.25 },
    ])
    expect(macd.signal.isStable).toBe(false)
  })

  it('Bollinger bands stand k population deviations from the mean', () => {
    const bands = new BollingerBands(8, 2)
    // mean 5, squares of the distances 9 1 1 1 0 0 4 16: deviation 2
    const values = [2, 4, 4, 4, 5, 5, 7, 9].map((price) => stable(bands, price))
    expect(values.at(-2)).toBeUndefined()
    expect(values.at(-1)).toEqual({ lower: 1, middle: 5, upper: 9 })
  })

  it('ATR takes gaps into the range, and smooths as Wilder did', () => {
    const range = new ATR(2)
    // ranges 2, then 14 - 9 = 5 with the gap, then 4: 3.5, (3.5 + 4) / 2 = 3.75
    const values = (
      [
        [10, 8, 9],
        [14, 12, 13],
        [15, 11, 12],
      ] as const
    ).map((each) => stable(range, bar(each)))
    expect(values).toEqual([undefined, 3.5, 3.75])
  })

  it('Supertrend carries a band on until a close goes through it', () => {
    const trend = new SuperTrend({ interval: 1, multiplier: 1 })
    // ranges 2 2 4 5, bands 8 to 12, 7 to 11, 7 to 15 and 4.5 to 14.5
    // 10 is not above 12: bearish. The upper band falls to 11, the lower one stays at 8. 12 is above 11: turns, at 8.
    // 7.5 is below 8: turns back, and the upper band was set free by the close above it
    const table = [
      [11, 9, 10],
      [10, 8, 9],
      [13, 9, 12],
      [12, 7, 7.5],
    ] as const
    expect(table.map((each) => stable(trend, bar(each)))).toEqual([
      { trend: 'BEARISH', supertrend: 12 },
      { trend: 'BEARISH', supertrend: 11 },
      { trend: 'BULLISH', supertrend: 8 },
      { trend: 'BEARISH', supertrend: 14.5 },
    ])
  })
})

describe('stable', () => {
  it('has no value for what is not a number', () => {
    expect(stable({ add: () => Number.NaN, isStable: true }, 1)).toBeUndefined()
    expect(stable({ add: () => 1, isStable: false }, 1)).toBeUndefined()
    expect(stable({ add: () => null, isStable: true }, 1)).toBeUndefined()
  })
})

describe('Crossing', () => {
  it('tells a change of sign, and neither the first value nor a touch', () => {
    const crossing = new Crossing()
    const values = [1, 0, 1, 0, -1, Number.NaN, -2, 3].map((value) => crossing.add(value))
    expect(values).toEqual([undefined, undefined, undefined, undefined, 'down', undefined, undefined, 'up'])
  })
})

describe('averages of a price that stands still', () => {
  it('do not cross by their last digits', () => {
    const [fast, slow, crossing] = [new EMA(9), new EMA(21), new Crossing()]
    const prices = [...Array.from({ length: 60 }, () => 52.93), ...Array.from({ length: 1_000 }, () => 52.4)]
    const crossed = prices.map((price) => {
      const [quick = 0, calm = 0] = [stable(fast, price), stable(slow, price)]
      return crossing.add(quick - calm, calm)
    })
    expect(crossed.filter((direction) => direction === 'up')).toEqual([])
  })
})

describe('perClosedCandle', () => {
  it('asks once for each closed candle that is newer than the last and has prices', () => {
    const asked: number[] = []
    const signal = perClosedCandle(({ close }) => asked.push(close))
    const [first, second, third] = closes([1, 2, 3])
    if (!first || !second || !third) throw new Error('three candles')
    const unusable = [
      { ...third, closed: false },
      { ...third, low: 0 },
      { ...third, high: Number.POSITIVE_INFINITY },
    ]
    for (const candle of [first, second, first, second, ...unusable, third]) signal.add(candle)
    expect(asked).toEqual([1, 2, 3])
    expect(bars([[2, 1, 1.5]])[0]).toMatchObject({ high: 2, low: 1, close: 1.5, closed: true })
  })
})
