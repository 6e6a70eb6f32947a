import type { Workload } from '../workloads/workload.ts'
import type { PlainMapping } from './plain.ts'
import { PlainBook } from './plain-book.ts'

interface Message {
  readonly type: string
  readonly time: string
  readonly trade_id: number
  readonly price: string
  readonly size: string
  readonly side: string
  readonly open_24h: string
  readonly high_24h: string
  readonly low_24h: string
  readonly volume_24h: string
  readonly best_bid: string
  readonly best_ask: string
  readonly bids: readonly (readonly [string, string])[]
  readonly asks: readonly (readonly [string, string])[]
  readonly changes: readonly (readonly [string, string, string])[]
}

export async function plainCoinbase({ request }: Workload): Promise<PlainMapping> {
  if (request.channel === 'orderbook') return books()
  if (request.channel === 'ticker') return (message, receivedAt) => ticker(message as Message, receivedAt)
  return (message, receivedAt) => trade(message as Message, receivedAt)
}

const trade = (message: Message, receivedAt: number) => ({
  exchange: 'coinbase',
  symbol: 'BTC/USD',
  id: String(message.trade_id),
  price: Number(message.price),
  amount: Number(message.size),
  side: message.side === 'buy' ? 'sell' : 'buy',
  timestamp: Date.parse(message.time),
  receivedAt,
})

const ticker = (message: Message, receivedAt: number) => ({
  exchange: 'coinbase',
  symbol: 'BTC/USD',
  last: Number(message.price),
  bid: Number(message.best_bid),
  ask: Number(message.best_ask),
  open24h: Number(message.open_24h),
  high24h: Number(message.high_24h),
  low24h: Number(message.low_24h),
  volume24h: Number(message.volume_24h),
  timestamp: Date.parse(message.time),
  receivedAt,
})

type Changes = [price: number, amount: number][]

function books(): PlainMapping {
  const book = new PlainBook()
  return (input, receivedAt) => {
    const message = input as Message
    if (message.type === 'snapshot') {
      adopt(book, message)
      return undefined
    }
    const { asks, bids } = bySide(message)
    update(book, bids, asks)
    return {
      exchange: 'coinbase',
      symbol: 'BTC/USD',
      book,
      bids,
      asks,
      timestamp: Date.parse(message.time),
      receivedAt,
    }
  }
}

function adopt(book: PlainBook, { asks, bids }: Message): void {
  for (const [price, amount] of bids) book.bids.set(Number(price), Number(amount))
  for (const [price, amount] of asks) book.asks.set(Number(price), Number(amount))
}

function bySide({ changes }: Message): { bids: Changes; asks: Changes } {
  const bids: Changes = []
  const asks: Changes = []
  for (const [side, price, amount] of changes) (side === 'buy' ? bids : asks).push([Number(price), Number(amount)])
  return { bids, asks }
}

function update(book: PlainBook, bids: Changes, asks: Changes): void {
  for (const [price, amount] of bids) book.bids.set(price, amount)
  for (const [price, amount] of asks) book.asks.set(price, amount)
  const bestBid = book.bids.prices[0] ?? 0
  const bestAsk = book.asks.prices[0] ?? Number.POSITIVE_INFINITY
  if (bestBid >= bestAsk) throw new Error('the book is crossed')
}
