import { crc32 } from 'node:zlib'
import type { Book } from '../market/book.ts'
import type { BookSide } from '../market/book-side.ts'
import type { Instrument } from '../market/instrument.ts'
import { price, quantity } from './wire-numbers.ts'

/** Always the top ten, at every depth. */
const COUNTED = 10

export interface WrittenLevel {
  readonly price: string
  readonly qty: string
}

/** docs.kraken.com, spot-ws-book-v2: asks from low to high, then bids from high to low, dots and leading zeros taken out. */
export function checksum(asks: readonly WrittenLevel[], bids: readonly WrittenLevel[]): number {
  const texts = [...asks.slice(0, COUNTED), ...bids.slice(0, COUNTED)].map(
    (level) => bare(level.price) + bare(level.qty),
  )
  return crc32(texts.join(''))
}

export function bookChecksum(book: Book, instrument: Instrument): number {
  return checksum(top(book.asks, instrument), top(book.bids, instrument))
}

const bare = (text: string): string => text.replace('.', '').replace(/^0+/, '')

function top(side: BookSide, instrument: Instrument): readonly WrittenLevel[] {
  return Array.from({ length: Math.min(COUNTED, side.size) }, (_, index) => ({
    price: price(side.ticks(index), instrument),
    qty: quantity(side.lots(index), instrument),
  }))
}
