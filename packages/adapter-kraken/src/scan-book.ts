import type { BookMessage, DecodeContext } from '@md/adapter-core'
import type { Level } from '@md/types'
import { toMs } from './rfc3339.ts'
import { Scanner } from './scanner.ts'

const UPDATE = '{"channel":"book","type":"update","data":[{"symbol":"'
const SNAPSHOT = '{"channel":"book","type":"snapshot","data":[{"symbol":"'
const BIDS = '","bids":['
const ASKS = ',"asks":['
const PRICE = '{"price":'
const QTY = ',"qty":'
const CHECKSUM = ',"checksum":'
const TIMESTAMP = ',"timestamp":"'
const END = '}]}'

const CHANNEL_AT = UPDATE.indexOf('book')
const B = 98
const COMMA = 44
const END_OF_LIST = 93
const END_OF_OBJECT = 125

const HIGHEST_CHECKSUM = 0xffff_ffff

/**
 * Reads a book frame straight from its text, digits and all, where it is laid out to the letter as Kraken does.
 * `undefined` for everything else, be it another frame, another layout, or damage: that is for `JSON.parse`, which
 * understands the same of a frame that both can read.
 */
export function scanBook(text: string, context: DecodeContext): BookMessage | undefined {
  const start = startOf(text)
  if (start === 0) return undefined
  const symbolEnd = text.indexOf('"', start)
  const symbol = context.symbolOf(text.slice(start, symbolEnd))
  if (symbol === undefined) return undefined

  const scanner = new Scanner(text, symbolEnd)
  const bids: Level[] = []
  const asks: Level[] = []
  const bidMarks: string[] = []
  const askMarks: string[] = []
  const hasLevels =
    scanner.skip(BIDS) &&
    readLevels(scanner, bids, bidMarks) &&
    scanner.skip(ASKS) &&
    readLevels(scanner, asks, askMarks)
  if (!hasLevels || !scanner.skip(CHECKSUM) || !readChecksum(scanner)) return undefined
  const checksum = scanner.value
  const timestamp = readTimestamp(scanner)
  if (Number.isNaN(timestamp)) return undefined

  const action = start === UPDATE.length ? 'update' : 'snapshot'
  const { receivedAt } = context
  return { kind: 'book', symbol, action, bids, asks, bidMarks, askMarks, timestamp, receivedAt, checksum }
}

/** Where the symbol begins; 0: this is no book. One letter tells most other frames apart. */
function startOf(text: string): number {
  if (text.charCodeAt(CHANNEL_AT) !== B) return 0
  if (text.startsWith(UPDATE)) return UPDATE.length
  return text.startsWith(SNAPSHOT) ? SNAPSHOT.length : 0
}

/** Reads to the end of a list. False: one of its levels is not as it should be. */
function readLevels(scanner: Scanner, levels: Level[], marks: string[]): boolean {
  const { text } = scanner
  if (text.charCodeAt(scanner.at) === END_OF_LIST) {
    scanner.at += 1
    return true
  }
  while (readLevel(scanner, levels, marks)) {
    const next = text.charCodeAt(scanner.at)
    scanner.at += 1
    if (next !== COMMA) return next === END_OF_LIST
  }
  return false
}

/** A level that is removed needs no mark. */
function readLevel(scanner: Scanner, levels: Level[], marks: string[]): boolean {
  if (!scanner.skip(PRICE) || !scanner.number() || scanner.value === 0) return false
  const { value: price, digits } = scanner
  if (!scanner.skip(QTY) || !scanner.number() || scanner.text.charCodeAt(scanner.at) !== END_OF_OBJECT) return false
  scanner.at += 1
  levels.push([price, scanner.value])
  marks.push(scanner.value === 0 ? '' : digits + scanner.digits)
  return true
}

/** A whole number of 32 bits. */
const readChecksum = (scanner: Scanner): boolean =>
  scanner.number() && scanner.value <= HIGHEST_CHECKSUM && Number.isInteger(scanner.value)

/** Reads to the end of the frame. NaN: it does not end as it should. */
function readTimestamp(scanner: Scanner): number | undefined {
  const { text } = scanner
  if (!text.endsWith(END)) return Number.NaN
  const end = text.length - END.length
  if (scanner.at === end) return undefined
  if (!scanner.skip(TIMESTAMP) || text[end - 1] !== '"') return Number.NaN
  return toMs(text.slice(scanner.at, end - 1)) ?? Number.NaN
}
