import { type Fault, type SimulatedVenue, startExchange } from '@md/exchange-simulator'

/** What the soak asks of the process that plays the exchanges. */
export interface ExchangesOrder {
  readonly symbols: Readonly<Record<SimulatedVenue, readonly string[]>>
  /** Market steps a second and symbol. */
  readonly rate: number
}

export type ToExchanges =
  | { readonly kind: 'start'; readonly order: ExchangesOrder }
  | InjectOrder
  | { readonly kind: 'stop' }

export interface InjectOrder {
  readonly kind: 'inject'
  readonly exchange: SimulatedVenue
  readonly fault: Fault
}

export interface ExchangesReady {
  readonly kind: 'ready'
  readonly addresses: Readonly<Record<string, { readonly url: string; readonly restUrl: string }>>
}

const simulators = new Map<SimulatedVenue, Awaited<ReturnType<typeof startExchange>>>()

process.on('message', async (message: ToExchanges) => {
  switch (message.kind) {
    case 'start':
      await start(message.order)
      break
    case 'inject':
      simulators.get(message.exchange)?.inject(message.fault)
      break
    case 'stop':
      await Promise.all([...simulators.values()].map((simulator) => simulator.close()))
      process.disconnect()
      break
  }
})

async function start({ rate, symbols }: ExchangesOrder): Promise<void> {
  const addresses: Record<string, { url: string; restUrl: string }> = {}
  for (const exchange of ['binance', 'coinbase', 'kraken'] as const) {
    const simulator = await startExchange({ exchange, rate, symbols: symbols[exchange] })
    simulators.set(exchange, simulator)
    addresses[exchange] = { url: simulator.url, restUrl: simulator.restUrl }
  }
  process.send?.({ kind: 'ready', addresses } satisfies ExchangesReady)
}
