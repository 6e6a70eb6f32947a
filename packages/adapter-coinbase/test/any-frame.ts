import type { Dice } from '@md/adapter-core/testing'

/* Frames of every kind, laid out to the letter as Coinbase does, with numbers by chance. */

const NAMES = ['BTC-USD', 'ETH-EUR', 'BTC-USD', 'NEO-BTC', 'BTC-USD'] as const

const whole = (dice: Dice): string =>
  dice.once(250) ? dice.of(['0', '00', '9007199254740991', '9007199254740993']) : dice.digits(1 + dice.below(13))

function decimal(dice: Dice): string {
  if (dice.once(250))
    return dice.of(['0', '0.00000000', '', '0.', '.5', '1e5', dice.digits(25), `0.${dice.digits(24)}`])
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

const side = (dice: Dice): string => dice.of(['buy', 'sell', 'buy', 'sell', 'buy', 'sell', 'both'])

const uuid = (dice: Dice): string =>
  `${dice.digits(8)}-${dice.digits(4)}-4${dice.digits(3)}-8${dice.digits(3)}-${dice.digits(12)}`

function update(dice: Dice, name: string): string {
  const changes = Array.from(
    { length: dice.below(6) },
    () => `["${side(dice)}","${decimal(dice)}","${dice.once(3) ? '0.00000000' : decimal(dice)}"]`,
  )
  return `{"type":"l2update","product_id":"${name}","changes":[${changes.join(',')}],"time":"${time(dice)}"}`
}

function snapshot(dice: Dice, name: string): string {
  const levels = () => Array.from({ length: dice.below(6) }, () => `["${decimal(dice)}","${decimal(dice)}"]`).join(',')
  return `{"type":"snapshot","product_id":"${name}","asks":[${levels()}],"bids":[${levels()}],"time":"${time(dice)}"}`
}

const match = (dice: Dice, name: string): string =>
  `{"type":"match","trade_id":${whole(dice)},"maker_order_id":"${uuid(dice)}","taker_order_id":"${uuid(dice)}","side":"${side(dice)}","size":"${decimal(dice)}","price":"${decimal(dice)}","product_id":"${name}","sequence":${whole(dice)},"time":"${time(dice)}"}`

const ticker = (dice: Dice, name: string): string =>
  `{"type":"ticker","sequence":${whole(dice)},"product_id":"${name}","price":"${decimal(dice)}","open_24h":"${decimal(dice)}","volume_24h":"${decimal(dice)}","low_24h":"${decimal(dice)}","high_24h":"${decimal(dice)}","volume_30d":"${decimal(dice)}","best_bid":"${decimal(dice)}","best_bid_size":"${decimal(dice)}","best_ask":"${decimal(dice)}","best_ask_size":"${decimal(dice)}","side":"${side(dice)}","time":"${time(dice)}","trade_id":${whole(dice)},"last_size":"${decimal(dice)}"}`

const heartbeat = (dice: Dice, name: string): string =>
  `{"type":"heartbeat","last_trade_id":${whole(dice)},"product_id":"${name}","sequence":${whole(dice)},"time":"${time(dice)}"}`

const KINDS = [update, match, ticker, update, match, ticker, update, snapshot, heartbeat] as const

export const anyFrame = (dice: Dice): string => dice.of(KINDS)(dice, dice.of(NAMES))
