import type { Dice } from '@md/adapter-core/testing'

/* Frames of every kind, laid out to the letter as Kraken does, with numbers by chance. */

const NAMES = ['BTC/USD', 'DOGE/USD', 'AAPLx/USD', 'NEO/BTC', 'BTC/USD'] as const

const whole = (dice: Dice): string =>
  dice.once(250) ? dice.of(['0', '00', '9007199254740991', '9007199254740993']) : dice.digits(1 + dice.below(13))

function number(dice: Dice): string {
  if (dice.once(250))
    return dice.of(['0', '0.00000000', '00.5', '5.', '.5', '1e5', '-0', dice.digits(25), `0.${dice.digits(24)}`])
  const text = dice.once(3) ? '0' : dice.digits(1 + dice.below(9))
  return dice.once(9) ? text : `${text}.${'0'.repeat(dice.below(5))}${dice.digits(1 + dice.below(8))}`
}

const two = (dice: Dice, end: number): string => String(dice.below(end)).padStart(2, '0')

function time(dice: Dice): string {
  if (dice.once(250))
    return dice.of([
      '',
      'soon',
      '2026-02-30T00:00:00.000Z',
      '2026-01-01T24:00:00.000000Z',
      '1970-01-01T00:00:00.000Z',
      '2026-01-01T00:00:60.000Z',
    ])
  const day = `${1970 + dice.below(130)}-0${1 + dice.below(9)}-${two(dice, 32)}`
  return `${day}T${two(dice, 24)}:${two(dice, 60)}:${two(dice, 60)}${dice.once(20) ? '' : `.${dice.digits(dice.of([3, 6, 6, 6, 6, 6, 9, 10, 1, 6, 6, 6, 6, 6, 6]))}`}Z`
}

const type = (dice: Dice): string => dice.of(['update', 'update', 'update', 'snapshot'])

function book(dice: Dice, name: string): string {
  const levels = () =>
    Array.from(
      { length: dice.below(5) },
      () => `{"price":${number(dice)},"qty":${dice.once(3) ? '0.00000000' : number(dice)}}`,
    ).join(',')
  const checksum = dice.once(20) ? dice.of(['4294967296', '-1', '1.5', '0']) : dice.digits(9)
  const timestamp = dice.once(10) ? '' : `,"timestamp":"${time(dice)}"`
  return `{"channel":"book","type":"${type(dice)}","data":[{"symbol":"${name}","bids":[${levels()}],"asks":[${levels()}],"checksum":${checksum}${timestamp}}]}`
}

function trades(dice: Dice): string {
  const rows = Array.from({ length: 1 + dice.below(4) }, () => {
    const order = `"ord_type":"${dice.of(['limit', 'market'])}","trade_id":${whole(dice)},"timestamp":"${time(dice)}"`
    return `{"symbol":"${dice.of(NAMES)}","side":"${dice.of(['buy', 'sell'])}","price":${number(dice)},"qty":${number(dice)},${order}}`
  })
  return `{"channel":"trade","type":"${type(dice)}","data":[${rows.join(',')}]}`
}

function ticker(dice: Dice, name: string): string {
  const quote = `"bid":${number(dice)},"bid_qty":${number(dice)},"ask":${number(dice)},"ask_qty":${number(dice)}`
  const day = `"volume":${number(dice)},"vwap":${number(dice)},"low":${number(dice)},"high":${number(dice)}`
  const change = `"change":${dice.of(['', '-'])}${number(dice)},"change_pct":${dice.of(['', '-'])}${number(dice)}`
  return `{"channel":"ticker","type":"${type(dice)}","data":[{"symbol":"${name}",${quote},"last":${number(dice)},${day},${change},"trades":${whole(dice)},"timestamp":"${time(dice)}"}]}`
}

const candle = (dice: Dice, name: string): string =>
  `{"channel":"ohlc","type":"${type(dice)}","timestamp":"${time(dice)}","data":[{"symbol":"${name}","open":${number(dice)},"high":${number(dice)},"low":${number(dice)},"close":${number(dice)},"trades":1,"volume":${number(dice)},"vwap":1,"interval_begin":"${time(dice)}","interval":5,"timestamp":"${time(dice)}"}]}`

const KINDS = [book, trades, ticker, book, trades, ticker, book, candle] as const

export const anyFrame = (dice: Dice): string => dice.of(KINDS)(dice, dice.of(NAMES))
