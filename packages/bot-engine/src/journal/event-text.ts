import type { BookChange } from '@md/types'
import type { RecordedEvent } from './entry.ts'
import { jsonText } from './json-text.ts'
import { tickerText } from './ticker-text.ts'

/** Immutable things whose text was asked for last: the bots of one symbol are all given the same ones. */
let lastData: unknown
let lastType = ''
let lastText = ''
let lastChange: BookChange | undefined
let lastChangeText = ''

/** A market event as JSON, members by name. @throws InvalidInputError for a number that is none */
export function recordedEventText(event: RecordedEvent): string {
  if (event.type === 'orderbook') return bookText(event.data)
  if (event.data === lastData && event.type === lastType) return lastText
  const data = event.type === 'ticker' ? tickerText(event.data) : jsonText(event.data, `a ${event.type}`, 'sorted')
  lastData = event.data
  lastType = event.type
  lastText = `{"data":${data},"type":"${event.type}"}`
  return lastText
}

function bookText({ change, ...rest }: Extract<RecordedEvent, { type: 'orderbook' }>['data']): string {
  const others = jsonText(rest, 'an order book', 'sorted').slice(1)
  return change === undefined
    ? `{"data":{${others},"type":"orderbook"}`
    : `{"data":{"change":${changeText(change)},${others},"type":"orderbook"}`
}

function changeText(change: BookChange): string {
  if (change !== lastChange) {
    lastChangeText = jsonText(change, 'a book change', 'sorted')
    lastChange = change
  }
  return lastChangeText
}
