import type { Dice } from '@md/adapter-core/testing'

/* Frames of every kind, laid out to the letter as Binance does, with numbers by chance. */

const NAMES = ['BTCUSDT', '币安人生USDT', 'BTCUSDT', 'NEOBTC', 'BTCUSDT'] as const

const whole = (dice: Dice): string =>
  dice.once(250) ? dice.of(['0', '00', '9007199254740991', '9007199254740993']) : dice.digits(1 + dice.below(13))

function decimal(dice: Dice): string {
  if (dice.once(250))
    return dice.of(['0', '0.00000000', '', '0.', '.5', '1e5', dice.digits(25), `0.${dice.digits(24)}`])
  const text = dice.once(3) ? '0' : dice.digits(1 + dice.below(9))
  return `${text}.${'0'.repeat(dice.below(5))}${dice.digits(1 + dice.below(8))}`
}

const levels = (dice: Dice): string =>
  `[${Array.from({ length: dice.below(6) }, () => `["${decimal(dice)}","${dice.once(3) ? '0.00000000' : decimal(dice)}"]`).join(',')}]`

const trade = (dice: Dice, name: string): string =>
  `{"e":"trade","E":${whole(dice)},"s":"${name}","t":${whole(dice)},"p":"${decimal(dice)}","q":"${decimal(dice)}","T":${whole(dice)},"m":${dice.once(2)},"M":true}`

const miniTicker = (dice: Dice, name: string): string =>
  `{"e":"24hrMiniTicker","E":${whole(dice)},"s":"${name}","c":"${decimal(dice)}","o":"${decimal(dice)}","h":"${decimal(dice)}","l":"${decimal(dice)}","v":"${decimal(dice)}","q":"${decimal(dice)}"}`

const bookTicker = (dice: Dice, name: string): string =>
  `{"u":${whole(dice)},"s":"${name}","b":"${decimal(dice)}","B":"${decimal(dice)}","a":"${decimal(dice)}","A":"${decimal(dice)}"}`

function depth(dice: Dice, name: string): string {
  const first = dice.below(1e9)
  const last = dice.once(40) ? first - 1 : first + dice.below(50)
  return `{"e":"depthUpdate","E":${whole(dice)},"s":"${name}","U":${first},"u":${last},"b":${levels(dice)},"a":${levels(dice)}}`
}

const kline = (dice: Dice, name: string): string =>
  `{"e":"kline","E":${whole(dice)},"s":"${name}","k":{"t":${whole(dice)},"T":${whole(dice)},"s":"${name}","i":"1m","o":"${decimal(dice)}","c":"${decimal(dice)}","h":"${decimal(dice)}","l":"${decimal(dice)}","v":"${decimal(dice)}","n":3,"x":${dice.once(2)}}}`

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
