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

/** Digits of a price and of an amount, from the venue's instrument list. */
const PRICE_DIGITS: Readonly<Record<string, number>> = { 'BTC/USD': 1, 'ETH/USD': 2 }
const AMOUNT_DIGITS = 8

export async function plainKraken({ request }: Workload): Promise<PlainMapping> {
  if (request.channel === 'orderbook') return books(PRICE_DIGITS[request.symbol] ?? 0)
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

function books(priceDigits: number): PlainMapping {
  const book = new PlainBook()
  return (input, receivedAt) => {
    const { data, type } = input as Message
    const [update] = data
    if (update === undefined) return undefined
    const bids = update.bids.map(({ price, qty }): [number, number] => [price, qty])
    const asks = update.asks.map(({ price, qty }): [number, number] => [price, qty])
    const from = type === 'snapshot' ? 0 : DEPTH
    apply(book.bids, bids, from)
    apply(book.asks, asks, from)
    if (checksum(book, priceDigits) !== update.checksum) throw new Error('the checksum does not match')
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

/** What it held beyond `from` levels is forgotten first: everything, when a snapshot comes. */
function apply(side: PlainSide, levels: readonly [number, number][], from: number): void {
  side.cut(from)
  for (const [price, amount] of levels) side.set(price, amount)
  side.cut(DEPTH)
}

function checksum({ asks, bids }: PlainBook, priceDigits: number): number {
  let text = ''
  for (const { amounts, prices } of [asks, bids]) {
    for (let i = 0; i < prices.length; i++) {
      text += digits((prices[i] ?? 0).toFixed(priceDigits)) + digits((amounts[i] ?? 0).toFixed(AMOUNT_DIGITS))
    }
  }
  return crc32(text)
}

const digits = (text: string): string => text.replace('.', '').replace(/^0+/, '')
