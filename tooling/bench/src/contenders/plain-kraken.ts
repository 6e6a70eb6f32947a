import { crc32 } from 'node:zlib'
import type { Workload } from '../workloads/workload.ts'
import type { PlainMapping } from './plain.ts'
import { PlainBook, type PlainSide } from './plain-book.ts'

interface WireLevel {
  readonly price: number
  readonly qty: number
}

interface Message {
  readonly type: string
  readonly data: readonly {
    readonly side: string
    readonly price: number
    readonly qty: number
    readonly trade_id: number
    readonly timestamp: string
    readonly bids: readonly WireLevel[]
    readonly asks: readonly WireLevel[]
    readonly checksum: number
  }[]
}

const DEPTH = 10

/** BTC/USD: digits of a price and of an amount, from the venue's instrument list. */
const PRICE_DIGITS = 1
const AMOUNT_DIGITS = 8

export async function plainKraken({ request }: Workload): Promise<PlainMapping> {
  if (request.channel === 'orderbook') return books()
  return (input, receivedAt) => {
    const [trade] = (input as Message).data
    if (trade === undefined) return undefined
    const { price, qty: amount, side, timestamp, trade_id: id } = trade
    return {
      exchange: 'kraken',
      symbol: 'BTC/USD',
      id: String(id),
      price,
      amount,
      side,
      timestamp: Date.parse(timestamp),
      receivedAt,
    }
  }
}

function books(): PlainMapping {
  const book = new PlainBook()
  return (input, receivedAt) => {
    const { data, type } = input as Message
    const [update] = data
    if (update === undefined) return undefined
    const bids = update.bids.map(({ price, qty }): [number, number] => [price, qty])
    const asks = update.asks.map(({ price, qty }): [number, number] => [price, qty])
    apply(book.bids, bids)
    apply(book.asks, asks)
    if (checksum(book) !== update.checksum) throw new Error('the checksum does not match')
    if (type === 'snapshot') return undefined
    return {
      exchange: 'kraken',
      symbol: 'BTC/USD',
      book,
      bids,
      asks,
      timestamp: Date.parse(update.timestamp),
      receivedAt,
    }
  }
}

function apply(side: PlainSide, levels: readonly [number, number][]): void {
  for (const [price, amount] of levels) side.set(price, amount)
  if (side.levels.length > DEPTH) side.levels.length = DEPTH
}

function checksum({ asks, bids }: PlainBook): number {
  let text = ''
  for (const side of [asks, bids]) {
    for (const [price, amount] of side.levels)
      text += digits(price.toFixed(PRICE_DIGITS)) + digits(amount.toFixed(AMOUNT_DIGITS))
  }
  return crc32(text)
}

const digits = (text: string): string => text.replace('.', '').replace(/^0+/, '')
