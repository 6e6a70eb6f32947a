import type { AdapterOptions } from '@md/adapter-core'
import { type ExchangeSimulator, parseFaultPlan, scheduleFaults, startExchange } from '@md/exchange-simulator'
import type { AvailableExchange } from '@md/exchanges'
import type { Clock } from '@md/types'

/** Something to recover from, several times a minute. Each exchange gets what can happen to it. */
const FAULTS: Readonly<Record<AvailableExchange, string>> = {
  binance:
    'drop@20s, gap(3):BTC/USDT:orderbook@40s, drop@every:75s, gap(2):ETH/USDT:trades@every:90s, shutdown-notice(3s)@55s',
  coinbase: 'crossed@15s, drop@50s, malformed@every:35s, crossed@every:80s',
  kraken: 'checksum@10s, checksum@every:45s, drop@30s, half-open@65s',
}

/** Shortened, so that a half-open connection is found while somebody is watching. */
const PATIENCE: AdapterOptions = { pingInterval: 5_000, pongTimeout: 2_000 }

export interface Simulation {
  /** Where an adapter finds its simulated exchange. */
  optionsFor(exchange: AvailableExchange): AdapterOptions
  stop(): Promise<void>
}

/** Plays the exchanges on free ports of 127.0.0.1 and lets things go wrong with them. */
export async function startSimulation(
  exchanges: readonly AvailableExchange[],
  seed: number,
  clock: Clock,
  onFault: (exchange: AvailableExchange, fault: string) => void,
): Promise<Simulation> {
  const simulators = new Map<AvailableExchange, ExchangeSimulator>()
  const cancels: (() => void)[] = []
  for (const exchange of exchanges) {
    const simulator = await startExchange({ exchange, seed })
    simulators.set(exchange, simulator)
    cancels.push(
      scheduleFaults(parseFaultPlan(FAULTS[exchange]), clock, (fault, { text }) => {
        onFault(exchange, text.replace(/@.*$/, ''))
        simulator.inject(fault)
      }),
    )
  }
  return {
    optionsFor: (exchange) => {
      const simulator = simulators.get(exchange)
      return simulator === undefined ? {} : { ...PATIENCE, url: simulator.url, restUrl: simulator.restUrl }
    },
    stop: async () => {
      for (const cancel of cancels) cancel()
      await Promise.all([...simulators.values()].map((simulator) => simulator.close()))
    },
  }
}
