import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BOOK, changed, context, decoded, FRAMES, TICKER, UPDATE } from '../test/frames.ts'
import { decodePlain } from './decode.ts'
import { scan } from './scan.ts'

const viaParse = (frame: string): unknown => decodePlain(Buffer.from(frame), context)[0]
const scanBook = (frame: string) => {
  const [inbound] = scan(Buffer.from(frame), context) ?? []
  return inbound?.kind === 'book' ? inbound : undefined
}

describe('a book read without JSON.parse', () => {
  test.each([
    ['a snapshot', BOOK],
    ['an update', UPDATE],
    ['both sides empty', changed(UPDATE, '{"price":45283.5,"qty":0.00000000},{"price":45276.5,"qty":2.00000000}', '')],
    ['no time', changed(UPDATE, ',"timestamp":"2026-08-01T10:00:03.100456Z"', '')],
    ['whole numbers', changed(UPDATE, '45276.5', '45276')],
    ['a price below 1', changed(UPDATE, '45276.5', '0.00001234')],
    ['a level that is named twice', changed(UPDATE, '45283.5', '45276.5')],
    ['the highest checksum', changed(UPDATE, '"checksum":7', '"checksum":4294967295')],
    ['the lowest checksum', changed(UPDATE, '"checksum":7', '"checksum":0')],
    ['a name with small letters', changed(UPDATE, 'BTC/USD', 'AAPLx/USD')],
  ])('is what JSON.parse makes of it: %s', (_, frame) => {
    const scanned = scanBook(frame)

    expect(scanned).toBeDefined()
    expect(scanned).toEqual(viaParse(frame))
  })

  test.each([
    ['another frame', TICKER],
    ['spaces', UPDATE.replace(':', ': ')],
    ['more digits than a double has', changed(UPDATE, '2.00000000', '12345678901.12345678')],
    ['an exponent', changed(UPDATE, '2.00000000', '2e-8')],
    ['a sign', changed(UPDATE, '2.00000000', '-2.0')],
    ['a field more', changed(UPDATE, '"checksum"', '"depth":10,"checksum"')],
    ['a field behind the quantity', changed(UPDATE, '2.00000000', '2.00000000,"n":1')],
    ['levels without a comma between them', changed(UPDATE, '},{', '}{')],
    ['a comma behind the last level', changed(UPDATE, '2.00000000}]', '2.00000000},]')],
    ['two books in a frame', changed(UPDATE, '}]}', '},{}]}')],
    ['something behind it', `${UPDATE} `],
    ['a symbol that does not end', '{"channel":"book","type":"update","data":[{"symbol":"BTC/USD'],
    ['a time that is none', changed(UPDATE, '10:00:03.100456Z', 'soon')],
    ['a time that does not end', changed(UPDATE, 'Z"}]}', 'Z}]}')],
    ['a checksum with a fraction', changed(UPDATE, '"checksum":7', '"checksum":7.5')],
  ])('leaves to JSON.parse what is laid out otherwise: %s', (_, frame) => {
    expect(scanBook(frame)).toBeUndefined()
  })

  test('never differs from JSON.parse, whatever is changed in a frame', () => {
    const pieces = fc.constantFrom(
      '0',
      '1',
      '9',
      '.',
      '-',
      'e',
      '"',
      ',',
      '{',
      '}',
      '[',
      ']',
      ' ',
      ':',
      'Z',
      '00',
      '0.',
      'null',
    )
    const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), out: fc.nat(2), put: pieces })

    fc.assert(
      fc.property(
        fc.constantFrom(...FRAMES, UPDATE, UPDATE, UPDATE),
        fc.array(edit, { maxLength: 3 }),
        (frame, edits) => {
          let text: string = frame
          for (const { at, out, put } of edits) {
            const i = Math.floor(at * text.length)
            text = text.slice(0, i) + put + text.slice(i + out)
          }
          const scanned = scanBook(text)
          if (scanned !== undefined) expect(scanned).toEqual(viaParse(text))
        },
      ),
      { numRuns: 20_000 },
    )
  })

  test('reads every number as JSON.parse does, to the last bit', () => {
    const digits = (max: number) => fc.array(fc.nat(9), { minLength: 1, maxLength: max }).map((list) => list.join(''))
    const number = fc
      .tuple(digits(12), fc.option(digits(12), { nil: undefined }))
      .map(([whole, fraction]) => `${whole.replace(/^0+(?=\d)/, '')}${fraction === undefined ? '' : `.${fraction}`}`)
      .filter((text) => Number(text) > 0)

    fc.assert(
      fc.property(number, number, (price, qty) => {
        const frame = changed(UPDATE, '{"price":45276.5,"qty":2.00000000}', `{"price":${price},"qty":${qty}}`)
        const [book] = decoded(frame)
        expect(book).toHaveProperty(['bids', 1], [JSON.parse(price), JSON.parse(qty)])
        expect(book).toEqual(viaParse(frame))
      }),
      { numRuns: 2_000 },
    )
  })
})
