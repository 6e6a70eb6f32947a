import {
  asTicker,
  asTrade,
  type BookMessage,
  ByteScanner,
  type DecodeContext,
  type Fault,
  type Inbound,
  literal,
  unlessFault,
} from '@md/adapter-core'
import type { Level } from '@md/types'
import { toTicker, toTrade } from './normalise.ts'

const L2_UPDATE = literal('{"type":"l2update","product_id":"')
const MATCH = literal('{"type":"match","trade_id":')
const TICKER = literal('{"type":"ticker","sequence":')
const PRODUCT = literal(',"product_id":"')
const END = literal('"}')

const scanner = new ByteScanner()

/**
 * What a frame of the kinds that make nearly all of the traffic means, read without `JSON.parse`: only where it is laid
 * out to the letter as Coinbase does. `undefined` for everything else, be it another kind, another layout, damage, or a
 * product that nobody asked for. A frame that both can read means the same to both.
 */
export function scan(frame: Buffer, context: DecodeContext): Inbound | undefined {
  scanner.start(frame)
  const meaning = scanMessage(context)
  scanner.pass(END)
  return scanner.whole ? unlessFault(meaning) : undefined
}

function scanMessage(context: DecodeContext): Inbound | Fault | undefined {
  if (scanner.skip(L2_UPDATE)) return scanUpdate(context)
  if (scanner.skip(MATCH)) return scanMatch(context)
  return scanner.skip(TICKER) ? scanTicker(context) : undefined
}

const CHANGES = literal('","changes":[')
const BUY = literal('["buy","')
const NEXT_BUY = literal(',["buy","')
const SELL = literal('["sell","')
const NEXT_SELL = literal(',["sell","')
const AMOUNT = literal('","')
const END_OF_CHANGE = literal('"]')
const TIME_OF_UPDATE = literal('],"time":"')

/** An update is read whole before any book is touched. */
function scanUpdate(context: DecodeContext): BookMessage | undefined {
  const symbol = context.symbolOf(scanner.name())
  if (symbol === undefined) return undefined
  scanner.pass(CHANGES)
  const bids: Level[] = []
  const asks: Level[] = []
  let levels = scanner.skip(BUY) ? bids : scanner.skip(SELL) ? asks : undefined
  while (levels !== undefined) {
    levels.push(scanLevel())
    levels = scanner.skip(NEXT_BUY) ? bids : scanner.skip(NEXT_SELL) ? asks : undefined
  }
  const timestamp = scanner.timeAfter(TIME_OF_UPDATE)
  return { kind: 'book', symbol, action: 'update', bids, asks, timestamp, receivedAt: context.receivedAt }
}

function scanLevel(): Level {
  const price = scanner.decimal()
  const amount = scanner.decimalAfter(AMOUNT)
  scanner.pass(END_OF_CHANGE)
  if (!(price > 0)) scanner.fail()
  return [price, amount]
}

const MAKER = literal(',"maker_order_id":"')
const TAKER = literal('","taker_order_id":"')
const SIZE_SOLD = literal('","side":"sell","size":"')
const SIZE_BOUGHT = literal('","side":"buy","size":"')
const PRICE = literal('","price":"')
const PRODUCT_OF_MATCH = literal('","product_id":"')
const SEQUENCE = literal('","sequence":')
const TIME_OF_MATCH = literal(',"time":"')

function scanMatch(context: DecodeContext): Inbound | Fault | undefined {
  const trade_id = scanner.integer()
  scanner.pass(MAKER)
  scanner.text()
  scanner.pass(TAKER)
  scanner.text()
  const sold = scanner.skip(SIZE_SOLD)
  const size = sold ? scanner.decimal() : scanner.decimalAfter(SIZE_BOUGHT)
  const price = scanner.decimalAfter(PRICE)
  scanner.pass(PRODUCT_OF_MATCH)
  const symbol = context.symbolOf(scanner.name())
  scanner.integerAfter(SEQUENCE)
  const time = scanner.timeAfter(TIME_OF_MATCH)
  if (symbol === undefined) return undefined
  return asTrade(toTrade({ trade_id, price, size, side: sold ? 'sell' : 'buy', time }, symbol, context.receivedAt))
}

const TICKER_PRICE = literal('","price":"')
const OPEN = literal('","open_24h":"')
const VOLUME = literal('","volume_24h":"')
const LOW = literal('","low_24h":"')
const HIGH = literal('","high_24h":"')
const MONTH = literal('","volume_30d":"')
const BID = literal('","best_bid":"')
const BID_SIZE = literal('","best_bid_size":"')
const ASK = literal('","best_ask":"')
const ASK_SIZE = literal('","best_ask_size":"')
const SIDE_SELL = literal('","side":"sell')
const SIDE_BUY = literal('","side":"buy')
const TICKER_TIME = literal('","time":"')
const TRADE_ID = literal('","trade_id":')
const LAST_SIZE = literal(',"last_size":"')

function scanTicker(context: DecodeContext): Inbound | Fault | undefined {
  scanner.integer()
  scanner.pass(PRODUCT)
  const symbol = context.symbolOf(scanner.name())
  if (symbol === undefined) return undefined
  const price = scanner.decimalAfter(TICKER_PRICE)
  const open_24h = scanner.decimalAfter(OPEN)
  const volume_24h = scanner.decimalAfter(VOLUME)
  const low_24h = scanner.decimalAfter(LOW)
  const high_24h = scanner.decimalAfter(HIGH)
  scanner.decimalAfter(MONTH)
  const best_bid = scanner.decimalAfter(BID)
  const best_bid_size = scanner.decimalAfter(BID_SIZE)
  const best_ask = scanner.decimalAfter(ASK)
  const best_ask_size = scanner.decimalAfter(ASK_SIZE)
  const time = scanTradeOfTicker()
  return asTicker(
    toTicker(
      {
        price,
        open_24h,
        volume_24h,
        low_24h,
        high_24h,
        best_bid,
        best_bid_size,
        best_ask,
        best_ask_size,
        time,
      },
      symbol,
      context.receivedAt,
    ),
  )
}

/** The trade that a ticker comes with is in it, too: only its time is used. */
function scanTradeOfTicker(): number {
  if (!scanner.skip(SIDE_SELL)) scanner.pass(SIDE_BUY)
  const time = scanner.timeAfter(TICKER_TIME)
  scanner.integerAfter(TRADE_ID)
  scanner.decimalAfter(LAST_SIZE)
  return time
}
