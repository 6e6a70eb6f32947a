import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ByteScanner } from './byte-scanner.ts'
import { literal } from './literal.ts'
import { toTime } from './time.ts'

const NOTHING = literal('')

/** What one reading makes of all of `text`; `undefined` where it is not what was expected. */
function read<T>(text: string, reading: (scanner: ByteScanner) => T): T | undefined {
  const scanner = new ByteScanner()
  scanner.start(Buffer.from(text))
  const value = reading(scanner)
  return scanner.whole ? value : undefined
}

const integer = (text: string) => read(text, (scanner) => scanner.integer())
const decimal = (text: string) => read(text, (scanner) => scanner.decimal())
const number = (text: string) => read(text, (scanner) => scanner.numberAfter(NOTHING))
const signed = (text: string) => read(text, (scanner) => scanner.signedAfter(NOTHING))
const time = (text: string) => read(text, (scanner) => scanner.timeAfter(NOTHING))

const digits = fc.stringMatching(/^[0-9]{0,18}\.?[0-9]{0,24}$/)

test('goes past what is there, and stays before what is not', () => {
  const scanner = new ByteScanner()
  scanner.start(Buffer.from('abc'))

  expect([scanner.skip(literal('b')), scanner.skip(literal('ab')), scanner.whole]).toEqual([false, true, false])
  scanner.pass(literal('c'))
  expect(scanner.whole).toBe(true)
})

test('once something else was met, nothing makes it whole again but another frame', () => {
  const scanner = new ByteScanner()
  scanner.start(Buffer.from('abc'))

  scanner.pass(literal('x'))
  scanner.pass(literal('abc'))
  expect(scanner.whole).toBe(false)
  scanner.start(Buffer.from(''))
  expect(scanner.whole).toBe(true)
})

test('a decimal is the double that `Number` makes of it, digits on both sides of a point', () => {
  fc.assert(
    fc.property(digits, (text) => {
      const isOne = /^\d+(\.\d+)?$/.test(text)
      expect(decimal(text)).toBe(isOne ? Number(text) : undefined)
    }),
    { numRuns: 5_000 },
  )
})

test('a number is one that JSON knows', () => {
  fc.assert(
    fc.property(digits, (text) => {
      const isOne = /^(0|[1-9]\d*)(\.\d+)?$/.test(text)
      expect([number(text), signed(text), signed(`-${text}`)]).toEqual(
        isOne ? [Number(text), Number(text), -Number(text)] : [undefined, undefined, undefined],
      )
    }),
    { numRuns: 5_000 },
  )
})

test.each(['', '01', '1.5', '-1', '1e3', 'x', '9007199254740992'])('%j is no integer', (text) => {
  expect(integer(text)).toBeUndefined()
})

test('an integer is exact', () => {
  expect(['0', '7', '1587720407', '9007199254740991'].map(integer)).toEqual([0, 7, 1_587_720_407, 2 ** 53 - 1])
})

test('leaves the digits of a decimal without its point', () => {
  const scanner = new ByteScanner()
  scanner.start(Buffer.from('0.00120'))

  scanner.decimal()
  expect(scanner.units).toBe(120)
})

test('a time is what the plain way makes of it', () => {
  const two = (least: number, most: number) =>
    fc.integer({ min: least, max: most }).map((part) => String(part).padStart(2, '0'))
  const fraction = fc.stringMatching(/^\.[0-9]{3,9}$/)
  const text = fc
    .tuple(fc.integer({ min: 1971, max: 2199 }), two(1, 12), two(1, 31), two(0, 23), two(0, 59), two(0, 59), fraction)
    .map(([y, m, d, hour, minute, second, rest]) => `${y}-${m}-${d}T${hour}:${minute}:${second}${rest}Z`)
  fc.assert(
    fc.property(text, (written) => {
      expect(time(written)).toBe(toTime(written))
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  ...[
    '',
    '2026-07-07T22:58:17Z',
    '2026-07-07T22:58:17.42Z',
    '2026-07-07T22:58:17.4210610001Z',
    '2026-07-07T22:58:17.421',
  ],
  ...[
    '2026-07-07T22:58:17.421+00:00',
    '2026-13-07T22:58:17.421Z',
    '2026-07-07T24:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
  ],
  ...['2026-07-07 22:58:17.421Z', '2026/07-07T22:58:17.421Z', '2026-07-07T22:58:1x.421Z', '2026-07-07T22:58:17.4x1Z'],
])('%j is left to the plain way', (text) => {
  expect(time(text)).toBeUndefined()
})

test('a text ends with its quote, and has no escapes and nothing beyond ASCII', () => {
  const named = (text: string) =>
    read(text, (scanner) => {
      const name = scanner.name()
      scanner.pass(literal('"'))
      return name
    })

  expect(['BTCUSDT"', 'ETHUSDT"', 'BTCUSDT"', '"'].map(named)).toEqual(['BTCUSDT', 'ETHUSDT', 'BTCUSDT', ''])
  expect(['BTC', 'BT\\u0043"', '币"', 'B\nTC"', ''].map(named)).toEqual(Array(5).fill(undefined))
})

test('a name is told from others of the same scanner, whatever they begin with', () => {
  const scanner = new ByteScanner()
  const named = (text: string): string => {
    scanner.start(Buffer.from(`${text}"`))
    return scanner.name()
  }

  fc.assert(
    fc.property(fc.stringMatching(/^[A-C]{0,6}$/), (text) => {
      expect(named(text)).toBe(text)
    }),
    { numRuns: 5_000 },
  )
})
