import { anyDecimalText, anyItems, anyQuantityText, anyTime, anyWhole, type Dice } from '@md/adapter-core/testing'

/* Frames of every kind, laid out to the letter as Coinbase does, with numbers by chance. */

const NAMES = ['BTC-USD', 'ETH-EUR', 'BTC-USD', 'NEO-BTC', 'BTC-USD'] as const

const side = (dice: Dice): string => dice.of(['buy', 'sell', 'buy', 'sell', 'buy', 'sell', 'both'])

const uuid = (dice: Dice): string =>
  `${dice.digits(8)}-${dice.digits(4)}-4${dice.digits(3)}-8${dice.digits(3)}-${dice.digits(12)}`

function update(dice: Dice, name: string): string {
  const changes = anyItems(dice, 6, () => `["${side(dice)}","${anyDecimalText(dice)}","${anyQuantityText(dice)}"]`)
  return `{"type":"l2update","product_id":"${name}","changes":[${changes}],"time":"${anyTime(dice)}"}`
}

function snapshot(dice: Dice, name: string): string {
  const levels = () => anyItems(dice, 6, () => `["${anyDecimalText(dice)}","${anyDecimalText(dice)}"]`)
  return `{"type":"snapshot","product_id":"${name}","asks":[${levels()}],"bids":[${levels()}],"time":"${anyTime(dice)}"}`
}

const match = (dice: Dice, name: string): string =>
  `{"type":"match","trade_id":${anyWhole(dice)},"maker_order_id":"${uuid(dice)}","taker_order_id":"${uuid(dice)}","side":"${side(dice)}","size":"${anyDecimalText(dice)}","price":"${anyDecimalText(dice)}","product_id":"${name}","sequence":${anyWhole(dice)},"time":"${anyTime(dice)}"}`

const ticker = (dice: Dice, name: string): string =>
  `{"type":"ticker","sequence":${anyWhole(dice)},"product_id":"${name}","price":"${anyDecimalText(dice)}","open_24h":"${anyDecimalText(dice)}","volume_24h":"${anyDecimalText(dice)}","low_24h":"${anyDecimalText(dice)}","high_24h":"${anyDecimalText(dice)}","volume_30d":"${anyDecimalText(dice)}","best_bid":"${anyDecimalText(dice)}","best_bid_size":"${anyDecimalText(dice)}","best_ask":"${anyDecimalText(dice)}","best_ask_size":"${anyDecimalText(dice)}","side":"${side(dice)}","time":"${anyTime(dice)}","trade_id":${anyWhole(dice)},"last_size":"${anyDecimalText(dice)}"}`

const heartbeat = (dice: Dice, name: string): string =>
  `{"type":"heartbeat","last_trade_id":${anyWhole(dice)},"product_id":"${name}","sequence":${anyWhole(dice)},"time":"${anyTime(dice)}"}`

const KINDS = [update, match, ticker, update, match, ticker, update, snapshot, heartbeat] as const

export const anyFrame = (dice: Dice): string => dice.of(KINDS)(dice, dice.of(NAMES))
