import {
  EVENT_TYPES,
  type EventFilter,
  EXCHANGES,
  INTERVALS,
  InvalidInputError,
  isExchangeId,
  isInterval,
} from '@md/types'

/** @throws InvalidInputError */
export function checkEventType(type: unknown): void {
  if ((EVENT_TYPES as readonly unknown[]).includes(type)) return
  throw new InvalidInputError('event type', type, `use one of ${EVENT_TYPES.join(', ')}`)
}

/** @throws InvalidInputError */
export function checkFilter({ exchange, interval, symbol }: EventFilter): void {
  if (exchange !== undefined && !isExchangeId(exchange)) {
    throw new InvalidInputError('exchange', exchange, `use one of ${EXCHANGES.join(', ')}`)
  }
  if (symbol !== undefined && (typeof symbol !== 'string' || symbol === '')) {
    throw new InvalidInputError('symbol', symbol, 'use a unified symbol such as BTC/USDT')
  }
  if (interval !== undefined && !isInterval(interval)) {
    throw new InvalidInputError('interval', interval, `use one of ${INTERVALS.join(', ')}`)
  }
}
