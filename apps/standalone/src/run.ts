import type { AdapterOptions, BaseExchangeAdapter } from '@md/adapter-core'
import { type AvailableExchange, adapterOf } from '@md/exchanges'
import { MarketDataWebSocketManager } from '@md/manager'
import { type Clock, type ConnectionChange, type Logger, type Market, reportOf, type Subscription } from '@md/types'
import { type PaperBots, startPaperBots } from './bots/paper-bots.ts'
import { Dashboard } from './dashboard/dashboard.ts'
import type { Screen } from './dashboard/screen.ts'
import { Tally } from './dashboard/tally.ts'
import { chooseMarkets } from './markets.ts'
import type { Options } from './options.ts'
import { type Simulation, startSimulation } from './simulation.ts'

export interface Surroundings {
  readonly clock: Clock
  readonly logger: Logger
  /** 0 to 1, of the paper venues. */
  readonly random: () => number
  readonly screen: Screen
  /** Aborted: it is time to leave. */
  readonly stop: AbortSignal
}

/** Everything in one process, until told to stop. @throws InvalidInputError for a symbol that no exchange has */
export async function run(options: Options, { clock, logger, random, screen, stop }: Surroundings): Promise<void> {
  screen.begin(titleOf(options))
  let onFault = (_exchange: AvailableExchange, _fault: string): void => {}
  const simulation = options.live
    ? undefined
    : await startSimulation(options.exchanges, options.seed, clock, (exchange, fault) => onFault(exchange, fault))
  const adapters = adaptersFor(options.exchanges, simulation, { clock, logger })
  const manager = new MarketDataWebSocketManager({ adapters: factoriesFor(adapters), clock, logger })
  let paper: PaperBots | undefined
  try {
    const { markets, unlisted } = await chooseMarkets(adapters, options.symbols)
    const tally = new Tally(
      markets,
      () => clock.now(),
      (note) => screen.note(note),
    )
    onFault = (exchange, fault) => tally.note(`injected into ${exchange}: ${fault}`)
    for (const { exchange, symbol } of unlisted) tally.note(`${exchange} does not list ${symbol}`)
    follow(manager, tally)
    for (const market of markets) subscribe(manager, market, tally)

    paper = await startPaperBots({ manager, markets, clock, logger, random, onNote: (text) => tally.note(text) })
    const { bots, waiting } = paper
    const dashboard = new Dashboard(
      titleOf(options),
      { manager, tally, bots: () => bots.reports(), waiting },
      screen,
      clock,
    )
    dashboard.start()
    await stopped(stop, options.durationMs, clock)
    dashboard.end()
  } finally {
    await paper?.bots.drain(BOTS_LEAVE_MS)
    await manager.disconnectAll()
    await Promise.all([...adapters.values()].map((adapter) => adapter.disconnect()))
    await simulation?.stop()
  }
}

/** Paper orders are cancelled in less; who presses Ctrl-C does not want to wait for more. */
const BOTS_LEAVE_MS = 700

const titleOf = ({ live }: Options): string =>
  live
    ? 'LIVE: real exchanges and prices, bots with PAPER money: no order leaves this process'
    : 'SIMULATED exchanges on 127.0.0.1, bots with PAPER money: no price here is real'

function adaptersFor(
  exchanges: readonly AvailableExchange[],
  simulation: Simulation | undefined,
  shared: AdapterOptions,
): ReadonlyMap<AvailableExchange, BaseExchangeAdapter> {
  return new Map(
    exchanges.map((exchange) => [
      exchange,
      adapterOf(exchange, { liveQuotes: true, ...shared, ...simulation?.optionsFor(exchange) }),
    ]),
  )
}

/** The manager gets the adapters that the symbols were looked up with. */
function factoriesFor(adapters: ReadonlyMap<AvailableExchange, BaseExchangeAdapter>) {
  const factories: Partial<Record<AvailableExchange, () => BaseExchangeAdapter>> = {}
  for (const [exchange, adapter] of adapters) factories[exchange] = () => adapter
  return factories
}

/** Nobody waits for the subscriptions: an exchange that cannot be reached is tried for as long as the program runs. */
function subscribe(manager: MarketDataWebSocketManager, market: Market, tally: Tally): void {
  const wants: readonly Subscription[] = [
    { ...market, channel: 'ticker' },
    { ...market, channel: 'trades' },
    { ...market, channel: 'orderbook' },
  ]
  for (const want of wants) {
    manager
      .subscribe(want, (event) => tally.take(event))
      .catch((error: unknown) =>
        tally.note(`${market.exchange} ${market.symbol} ${want.channel}: ${reportOf(error).message}`),
      )
  }
}

function follow(manager: MarketDataWebSocketManager, tally: Tally): void {
  const link = ({ delayMs, exchange, reason, state }: ConnectionChange) => tally.link(exchange, state, reason, delayMs)
  manager.on('exchange:connected', link)
  manager.on('exchange:reconnecting', link)
  manager.on('exchange:error', ({ exchange, message }) =>
    tally.note(message.startsWith(exchange) ? message : `${exchange}: ${message}`),
  )
}

/** Resolves when it is time to leave. */
function stopped(stop: AbortSignal, durationMs: number | undefined, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = durationMs === undefined ? () => undefined : clock.after(durationMs, resolve)
    const leave = () => {
      cancel()
      resolve()
    }
    if (stop.aborted) leave()
    else stop.addEventListener('abort', leave, { once: true })
  })
}
