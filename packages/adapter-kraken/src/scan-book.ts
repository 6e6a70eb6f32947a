import { type BookMessage, type ByteScanner, type DecodeContext, literal } from '@md/adapter-core'
import type { Level } from '@md/types'

const UPDATE = literal('update","data":[{"symbol":"')
const SNAPSHOT = literal('snapshot","data":[{"symbol":"')
const BIDS = literal('","bids":[')
const ASKS = literal('],"asks":[')
const CHECKSUM = literal('],"checksum":')
const TIMESTAMP = literal(',"timestamp":')
const QUOTE = literal('"')
const END = literal('}]}')

const HIGHEST_CHECKSUM = 0xffff_ffff

/** Reads a book frame from its type on, digits and all. `undefined`: nobody asked for it. */
export function scanBook(scanner: ByteScanner, context: DecodeContext): BookMessage | undefined {
  const action = scanner.skip(UPDATE) ? 'update' : 'snapshot'
  if (action === 'snapshot') scanner.pass(SNAPSHOT)
  const symbol = context.symbolOf(scanner.name())
  if (symbol === undefined) return undefined

  const bids: Level[] = []
  const asks: Level[] = []
  const bidMarks: string[] = []
  const askMarks: string[] = []
  scanner.pass(BIDS)
  scanLevels(scanner, bids, bidMarks)
  scanner.pass(ASKS)
  scanLevels(scanner, asks, askMarks)
  const checksum = scanner.integerAfter(CHECKSUM)
  if (checksum > HIGHEST_CHECKSUM) scanner.fail()
  const timestamp = scanTimestamp(scanner)
  scanner.pass(END)
  const { receivedAt } = context
  return { kind: 'book', symbol, action, bids, asks, bidMarks, askMarks, timestamp, receivedAt, checksum }
}

const PRICE = literal('{"price":')
const NEXT_PRICE = literal(',{"price":')
const QTY = literal(',"qty":')
const END_OF_LEVEL = literal('}')
const NOTHING = literal('')

/** Reads to the last level of a list, which may be empty. */
function scanLevels(scanner: ByteScanner, levels: Level[], marks: string[]): void {
  for (let more = scanner.skip(PRICE); more; more = scanner.skip(NEXT_PRICE)) {
    const price = scanner.numberAfter(NOTHING)
    const priceDigits = scanner.units
    const qty = scanner.numberAfter(QTY)
    const qtyDigits = scanner.units
    scanner.pass(END_OF_LEVEL)
    if (!(price > 0) || priceDigits + qtyDigits > Number.MAX_SAFE_INTEGER) scanner.fail()
    levels.push([price, qty])
    // A level that is removed needs no mark.
    marks.push(qtyDigits === 0 ? '' : `${priceDigits}${qtyDigits}`)
  }
}

/** `undefined` where there is none: snapshots had none before August 2026. */
function scanTimestamp(scanner: ByteScanner): number | undefined {
  if (!scanner.skip(TIMESTAMP)) return undefined
  const timestamp = scanner.timeAfter(QUOTE)
  scanner.pass(QUOTE)
  return timestamp
}
