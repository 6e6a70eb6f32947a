import type { ExchangeId, Instrument } from '@md/types'

export function anInstrument(exchange: ExchangeId, symbol: string): Instrument {
  const [base = '', quote = ''] = symbol.split('/')
  return {
    exchange,
    symbol,
    base,
    quote,
    venueSymbol: `${base}-${quote}`,
    status: 'trading',
    tickSize: '0.01',
    stepSize: '0.0001',
  }
}
