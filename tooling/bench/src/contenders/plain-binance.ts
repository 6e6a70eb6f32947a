import type { Workload } from '../workloads/workload.ts'
import type { PlainMapping } from './plain.ts'
import { PlainBook } from './plain-book.ts'

type Pairs = readonly (readonly [string, string])[]

interface Message {
  readonly data: {
    readonly e: string
    readonly E: number
    readonly t: number
    readonly T: number
    readonly p: string
    readonly q: string
    readonly m: boolean
    readonly c: string
    readonly o: string
    readonly h: string
    readonly l: string
    readonly v: string
    readonly U: number
    readonly u: number
    readonly b: Pairs
    readonly a: Pairs
  }
}

export async function plainBinance(workload: Workload, restUrl: string): Promise<PlainMapping> {
  if (workload.request.channel === 'orderbook') return books(restUrl)
  if (workload.request.channel === 'ticker') return (message, receivedAt) => ticker(message as Message, receivedAt)
  return (message, receivedAt) => trade(message as Message, receivedAt)
}

const trade = ({ data }: Message, receivedAt: number) => ({
  exchange: 'binance',
  symbol: 'BTC/USDT',
  id: String(data.t),
  price: Number(data.p),
  amount: Number(data.q),
  side: data.m ? 'sell' : 'buy',
  timestamp: data.T,
  receivedAt,
})

const ticker = ({ data }: Message, receivedAt: number) => ({
  exchange: 'binance',
  symbol: 'BTC/USDT',
  last: Number(data.c),
  bid: Number(data.c),
  ask: Number(data.c),
  open24h: Number(data.o),
  high24h: Number(data.h),
  low24h: Number(data.l),
  volume24h: Number(data.v),
  timestamp: data.E,
  receivedAt,
})

async function books(restUrl: string): Promise<PlainMapping> {
  const answer = await fetch(`${restUrl}/api/v3/depth?symbol=BTCUSDT&limit=1000`)
  const snapshot = (await answer.json()) as { lastUpdateId: number; bids: Pairs; asks: Pairs }
  const book = new PlainBook()
  for (const [price, amount] of snapshot.bids) book.bids.set(Number(price), Number(amount))
  for (const [price, amount] of snapshot.asks) book.asks.set(Number(price), Number(amount))
  let last = snapshot.lastUpdateId
  return (message, receivedAt) => {
    const { data } = message as Message
    if (data.u <= last) return undefined
    if (data.U > last + 1) throw new Error(`expected update ${last + 1} and received ${data.U}`)
    last = data.u
    const bids = data.b.map(([price, amount]): [number, number] => [Number(price), Number(amount)])
    const asks = data.a.map(([price, amount]): [number, number] => [Number(price), Number(amount)])
    for (const [price, amount] of bids) book.bids.set(price, amount)
    for (const [price, amount] of asks) book.asks.set(price, amount)
    return { exchange: 'binance', symbol: 'BTC/USDT', book, bids, asks, sequence: last, timestamp: data.E, receivedAt }
  }
}
