import type { EventType, MarketEvent } from '@md/types'
import type { StreamFilter } from '../options.ts'

/** Someone who wants the events that pass a filter. `offer` must not throw. */
export interface Tap {
  readonly filter: StreamFilter
  offer(event: MarketEvent): void
}

/** What of an event a filter looks at. */
export interface Subject {
  readonly type: EventType
  readonly exchange: string
  readonly symbol?: string | undefined
  readonly interval?: string | undefined
}

/** Whether a subject has every field the filter names, with the filter's value. */
export function passes(filter: StreamFilter, subject: Subject): boolean {
  return (
    passesType(filter.type, subject.type) &&
    (filter.exchange === undefined || filter.exchange === subject.exchange) &&
    (filter.symbol === undefined || filter.symbol === subject.symbol) &&
    (filter.interval === undefined || filter.interval === subject.interval)
  )
}

const passesType = (wanted: StreamFilter['type'], type: EventType): boolean =>
  wanted === undefined || (typeof wanted === 'string' ? wanted === type : wanted.includes(type))

export function subjectOf({ type, data }: MarketEvent): Subject {
  const { exchange, symbol, interval }: Omit<Subject, 'type'> = data
  return { type, exchange, symbol, interval }
}
