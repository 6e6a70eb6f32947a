import { type Instrument, InvalidInputError, type Market, type OrderBook } from '@md/types'
import { Balances } from '../ledger/balances.ts'
import { CircuitBreaker } from '../risk/circuit-breaker.ts'
import type { StoredBot } from '../store/store.ts'
import type { AnyStrategy } from '../strategy/strategy.ts'
import type { Bot, BotConfig } from './bot.ts'
import { LiveContext } from './bot-context.ts'
import { BotCore } from './bot-core.ts'
import type { Effects } from './effects.ts'
import { HookRunner } from './hook-runner.ts'
import { restoreKeep } from './keep.ts'
import { KeptState } from './kept-state.ts'
import { Life } from './life.ts'
import { MarketWatch, marketKey } from './market-watch.ts'
import { marketsOf, unfinishedCandlesOf } from './markets.ts'
import type { Recorder } from './recorder.ts'
import { type Remembered, remember, strategyState } from './saved-state.ts'
import { Timers } from './timers.ts'

export interface AssemblyParts {
  readonly config: BotConfig
  readonly strategy: AnyStrategy
  readonly effects: Effects
  readonly recorder: Recorder
  /** Of every market of the strategy. */
  readonly instruments: readonly Instrument[]
  readonly stored: StoredBot
  readonly fence: number
  readonly onSlow: (hook: string, tookMs: number) => void
  /** Before a book is looked at between two of its events: a replay brings it there. */
  readonly onLook?: (market: Market) => void
}

/** A bot as it was left, or a new one. @throws InvalidInputError for an unknown symbol, or a state that cannot be read */
export function assemble(parts: AssemblyParts): BotCore {
  const { config, effects, recorder, strategy } = parts
  const { byKey, firstWatch, unfinished, watches } = marketsIn(parts)
  const remembered = remember(parts.stored, {
    botId: config.botId,
    strategy,
    capital: Number(config.capital),
    ledger: { instruments: (market) => instrumentIn(byKey, market) },
  })
  beginJournal(parts, remembered)
  const life = new Life((change) => {
    recorder.decision({ type: 'life', ...change })
    effects.tell('state', { ...change, at: recorder.now })
  })
  const balances = new Balances()
  const context = contextOf(parts, { byKey, remembered, watches, balances })
  const bot: Bot = {
    config,
    strategy,
    effects,
    recorder,
    life,
    context,
    hooks: new HookRunner({
      hooks: strategy.hooks,
      context,
      monotonic: effects.monotonic,
      slowAfterMs: config.slowHookMs,
      onFailure: ({ hook, message }) => core.fault(hook, message),
      onSlow: parts.onSlow,
    }),
    kept: new KeptState(),
    watches: new Map(watches.map((watch) => [watch.key, watch])),
    firstWatch,
    instruments: byKey,
    orders: remembered.orders,
    ledger: remembered.ledger,
    equity: remembered.equity,
    balances,
    ...newState(),
  }
  if (remembered.keep !== undefined) restoreKeep(bot, remembered.keep)
  const core: BotCore = new BotCore(bot, unfinished)
  return core
}

/** @throws InvalidInputError for a market that its exchange does not list */
function marketsIn({ config, instruments, onLook = () => undefined, recorder, strategy }: AssemblyParts) {
  const subscriptions = strategy.subscriptions(config.params)
  const looks = { before: onLook, moved: (book: OrderBook) => recorder.look(book) }
  const watches = marketsOf(subscriptions).map((market) => new MarketWatch(market, looks))
  const [firstWatch] = watches
  if (firstWatch === undefined)
    throw new InvalidInputError(`subscriptions of ${strategy.name}`, '[]', 'one market at least')
  const byKey = new Map(instruments.map((instrument) => [marketKey(instrument), instrument]))
  for (const { market } of watches) instrumentIn(byKey, market)
  return { byKey, firstWatch, unfinished: unfinishedCandlesOf(subscriptions), watches }
}

/** What a bot that never ran begins with. */
const newState = (): Pick<
  Bot,
  | 'guards'
  | 'breaker'
  | 'timers'
  | 'exits'
  | 'replacements'
  | 'executions'
  | 'untold'
  | 'protects'
  | 'trading'
  | 'flattened'
  | 'reconciled'
> => ({
  guards: new Map(),
  breaker: new CircuitBreaker(),
  timers: new Timers(),
  exits: new Map(),
  replacements: new Map(),
  executions: new Map(),
  untold: [],
  protects: new Set(),
  trading: 'active',
  flattened: false,
  reconciled: false,
})

/** The run starts with what it is told and what it knows: a replay needs nothing else. */
function beginJournal(parts: AssemblyParts, { at, n }: Remembered): void {
  const { config, fence, instruments, recorder, stored, strategy } = parts
  const { name, version } = strategy
  recorder.continueAfter(n)
  recorder.notBefore(at)
  recorder.input({ type: 'begin', strategy: { name, version }, config, fence, instruments, restored: stored })
}

interface ContextParts {
  readonly byKey: ReadonlyMap<string, Instrument>
  readonly remembered: Remembered
  readonly watches: readonly MarketWatch[]
  readonly balances: Balances
}

function contextOf({ config, recorder, strategy }: AssemblyParts, parts: ContextParts): LiveContext {
  const { balances, byKey, remembered, watches } = parts
  const { ledger, orders } = remembered
  return new LiveContext(
    {
      botId: config.botId,
      params: config.params,
      indicators: strategy.indicators(config.params),
      watches,
      now: () => recorder.now,
      instrument: (market) => instrumentIn(byKey, market),
      position: (market) => ledger.position(market),
      order: (ref) => orders.view(ref),
      openOrders: () => orders.openViews,
      free: (asset, { exchange }) => balances.free(exchange, asset) ?? '0',
    },
    strategyState(strategy, config.params, remembered.strategy),
  )
}

function instrumentIn(instruments: ReadonlyMap<string, Instrument>, market: Market): Instrument {
  const instrument = instruments.get(marketKey(market))
  if (instrument === undefined)
    throw new InvalidInputError('symbol', market.symbol, `one that ${market.exchange} lists`)
  return instrument
}
