import { anyDecimal, anyItems, anyTime, anyWhole, type Dice } from '@md/adapter-core/testing'

/* Frames of every kind, laid out to the letter as Kraken does, with numbers by chance. */

const NAMES = ['BTC/USD', 'DOGE/USD', 'AAPLx/USD', 'NEO/BTC', 'BTC/USD'] as const

/** JSON numbers, and what looks like one. */
const number = (dice: Dice): string => anyDecimal(dice, ['0', '0.00000000', '00.5', '5.', '.5', '1e5', '-0'])

const type = (dice: Dice): string => dice.of(['update', 'update', 'update', 'snapshot'])

function book(dice: Dice, name: string): string {
  const levels = () =>
    anyItems(dice, 5, () => `{"price":${number(dice)},"qty":${dice.once(3) ? '0.00000000' : number(dice)}}`)
  const checksum = dice.once(20) ? dice.of(['4294967296', '-1', '1.5', '0']) : dice.digits(9)
  const timestamp = dice.once(10) ? '' : `,"timestamp":"${anyTime(dice)}"`
  return `{"channel":"book","type":"${type(dice)}","data":[{"symbol":"${name}","bids":[${levels()}],"asks":[${levels()}],"checksum":${checksum}${timestamp}}]}`
}

function trades(dice: Dice): string {
  const rows = Array.from({ length: 1 + dice.below(4) }, () => {
    const order = `"ord_type":"${dice.of(['limit', 'market'])}","trade_id":${anyWhole(dice)},"timestamp":"${anyTime(dice)}"`
    return `{"symbol":"${dice.of(NAMES)}","side":"${dice.of(['buy', 'sell'])}","price":${number(dice)},"qty":${number(dice)},${order}}`
  })
  return `{"channel":"trade","type":"${type(dice)}","data":[${rows.join(',')}]}`
}

function ticker(dice: Dice, name: string): string {
  const quote = `"bid":${number(dice)},"bid_qty":${number(dice)},"ask":${number(dice)},"ask_qty":${number(dice)}`
  const day = `"volume":${number(dice)},"vwap":${number(dice)},"low":${number(dice)},"high":${number(dice)}`
  const change = `"change":${dice.of(['', '-'])}${number(dice)},"change_pct":${dice.of(['', '-'])}${number(dice)}`
  return `{"channel":"ticker","type":"${type(dice)}","data":[{"symbol":"${name}",${quote},"last":${number(dice)},${day},${change},"trades":${anyWhole(dice)},"timestamp":"${anyTime(dice)}"}]}`
}

const candle = (dice: Dice, name: string): string =>
  `{"channel":"ohlc","type":"${type(dice)}","timestamp":"${anyTime(dice)}","data":[{"symbol":"${name}","open":${number(dice)},"high":${number(dice)},"low":${number(dice)},"close":${number(dice)},"trades":1,"volume":${number(dice)},"vwap":1,"interval_begin":"${anyTime(dice)}","interval":5,"timestamp":"${anyTime(dice)}"}]}`

const KINDS = [book, trades, ticker, book, trades, ticker, book, candle] as const

export const anyFrame = (dice: Dice): string => dice.of(KINDS)(dice, dice.of(NAMES))
