import { expect, test } from 'vitest'
import { MARKETS } from '../markets.ts'
import { TickerFrames } from './ticker-frames.ts'

const fieldsOf = (text: string) => (JSON.parse(text) as { readonly data: Readonly<Record<string, unknown>> }).data

test('markets come in turn, and each frame carries its stamp where Binance has its time', () => {
  const frames = new TickerFrames(1)
  const written = Array.from({ length: MARKETS + 1 }, (_, stamp) => frames.next(stamp))
  expect(written.map(({ market }) => market)).toEqual([...Array.from({ length: MARKETS }, (_, i) => i), 0])
  expect(fieldsOf(written[7]?.text ?? '')).toMatchObject({ e: '24hrMiniTicker', E: 7, s: 'COIN7USDT' })
})

test('the same seed writes the same', () => {
  const some = (seed: number) => {
    const frames = new TickerFrames(seed)
    return Array.from({ length: 500 }, () => frames.next(0).text)
  }
  expect(some(1)).toEqual(some(1))
  expect(some(1)).not.toEqual(some(2))
})

test('a jump stands out, is unlike every other of its market, stays for a while and ends', () => {
  const frames = new TickerFrames(1)
  const jumps = Array.from({ length: 3 * MARKETS }, () => frames.jump(0))
  expect(new Set(jumps.map(({ market, price }) => `${market} ${price}`)).size).toBe(jumps.length)
  const { market, price } = jumps.at(-1) ?? { market: -1, price: '' }
  expect(Number(price)).toBeGreaterThan(102)
  const after = Array.from({ length: 60 * MARKETS }, () => frames.next(0)).filter((frame) => frame.market === market)
  expect(after.slice(0, 10).every((frame) => frame.price === price)).toBe(true)
  expect(Number(after.at(-1)?.price)).toBeLessThanOrEqual(101)
})
