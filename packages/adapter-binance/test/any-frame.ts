import { anyDecimalText, anyItems, anyQuantityText, anyWhole, type Dice } from '@md/adapter-core/testing'

/* Frames of every kind, laid out to the letter as Binance does, with numbers by chance. */

const NAMES = ['BTCUSDT', '币安人生USDT', 'BTCUSDT', 'NEOBTC', 'BTCUSDT'] as const

const levels = (dice: Dice): string =>
  `[${anyItems(dice, 6, () => `["${anyDecimalText(dice)}","${anyQuantityText(dice)}"]`)}]`

const trade = (dice: Dice, name: string): string =>
  `{"e":"trade","E":${anyWhole(dice)},"s":"${name}","t":${anyWhole(dice)},"p":"${anyDecimalText(dice)}","q":"${anyDecimalText(dice)}","T":${anyWhole(dice)},"m":${dice.once(2)},"M":true}`

const miniTicker = (dice: Dice, name: string): string =>
  `{"e":"24hrMiniTicker","E":${anyWhole(dice)},"s":"${name}","c":"${anyDecimalText(dice)}","o":"${anyDecimalText(dice)}","h":"${anyDecimalText(dice)}","l":"${anyDecimalText(dice)}","v":"${anyDecimalText(dice)}","q":"${anyDecimalText(dice)}"}`

const bookTicker = (dice: Dice, name: string): string =>
  `{"u":${anyWhole(dice)},"s":"${name}","b":"${anyDecimalText(dice)}","B":"${anyDecimalText(dice)}","a":"${anyDecimalText(dice)}","A":"${anyDecimalText(dice)}"}`

function depth(dice: Dice, name: string): string {
  const first = dice.below(1e9)
  const last = dice.once(40) ? first - 1 : first + dice.below(50)
  return `{"e":"depthUpdate","E":${anyWhole(dice)},"s":"${name}","U":${first},"u":${last},"b":${levels(dice)},"a":${levels(dice)}}`
}

const kline = (dice: Dice, name: string): string =>
  `{"e":"kline","E":${anyWhole(dice)},"s":"${name}","k":{"t":${anyWhole(dice)},"T":${anyWhole(dice)},"s":"${name}","i":"1m","o":"${anyDecimalText(dice)}","c":"${anyDecimalText(dice)}","h":"${anyDecimalText(dice)}","l":"${anyDecimalText(dice)}","v":"${anyDecimalText(dice)}","n":3,"x":${dice.once(2)}}}`

/** By the suffix of their streams. */
const KINDS = [
  ['trade', trade],
  ['miniTicker', miniTicker],
  ['bookTicker', bookTicker],
  ['depth@100ms', depth],
  ['depth@100ms', depth],
  ['trade', trade],
  ['kline_1m', kline],
] as const

export function anyFrame(dice: Dice): string {
  const [suffix, make] = dice.of(KINDS)
  const name = dice.of(NAMES)
  const event = make(dice, name)
  return dice.once(4) ? event : `{"stream":"${name.toLowerCase()}@${suffix}","data":${event}}`
}
