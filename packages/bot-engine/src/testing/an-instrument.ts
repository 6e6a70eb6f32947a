import type { Instrument, Market } from '@md/types'

/** A market that is traded in cents and ten-thousandths, and whatever else is said of it. */
export function anInstrument({ exchange, symbol }: Market, particulars: Partial<Instrument> = {}): Instrument {
  const [base = '', quote = ''] = symbol.split('/')
  return {
    exchange,
    symbol,
    base,
    quote,
    venueSymbol: `${base}${quote}`,
    status: 'trading',
    tickSize: '0.01',
    stepSize: '0.0001',
    ...particulars,
  }
}
