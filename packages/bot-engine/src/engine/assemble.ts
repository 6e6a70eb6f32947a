import { type Instrument, InvalidInputError, type Market } from '@md/types'
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
import { Life } from './life.ts'
import { MarketWatch, marketKey } from './market-watch.ts'
import { marketsOf, unfinishedCandlesOf } from './markets.ts'
import type { Recorder } from './recorder.ts'
import { remember, strategyState } from './saved-state.ts'
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
}

/** A bot as it was left, or a new one. @throws InvalidInputError for an unknown symbol, or a state that cannot be read */
export function assemble(parts: AssemblyParts): BotCore {
  const { config, effects, instruments, recorder, strategy } = parts
  const byKey = new Map(instruments.map((instrument) => [marketKey(instrument), instrument]))
  const instrumentOf = (market: Market): Instrument => {
    const instrument = byKey.get(marketKey(market))
    if (instrument === undefined)
      throw new InvalidInputError('symbol', market.symbol, `one that ${market.exchange} lists`)
    return instrument
  }
  const subscriptions = strategy.subscriptions(config.params)
  const watches = marketsOf(subscriptions).map((market) => new MarketWatch(market))
  for (const { market } of watches) instrumentOf(market)
  const {
    at,
    equity,
    keep,
    ledger,
    n,
    orders,
    strategy: left,
  } = remember(parts.stored, {
    botId: config.botId,
    strategy,
    capital: Number(config.capital),
    ledger: { instruments: instrumentOf },
  })
  recorder.continueAfter(n)
  recorder.advanceTo(at)
  recorder.input({
    type: 'begin',
    strategy: { name: strategy.name, version: strategy.version },
    config,
    fence: parts.fence,
    instruments,
    restored: parts.stored,
  })
  const balances = new Balances()
  const context = new LiveContext(
    {
      botId: config.botId,
      params: config.params,
      indicators: strategy.indicators(config.params),
      watches,
      now: () => recorder.now,
      instrument: instrumentOf,
      position: (market) => ledger.position(market),
      order: (ref) => orders.view(ref),
      openOrders: () => orders.openViews,
      free: (asset) => watches.map(({ market }) => balances.free(market.exchange, asset)).find(Boolean) ?? '0',
    },
    strategyState(strategy, config.params, left),
  )
  const life = new Life((change) => {
    recorder.decision({ type: 'life', ...change })
    effects.tell('state', { ...change, at: recorder.now })
  })
  const hooks = new HookRunner({
    hooks: strategy.hooks,
    context,
    monotonic: effects.monotonic,
    slowAfterMs: config.slowHookMs,
    onFailure: ({ hook, message }) => core.fault(hook, message),
    onSlow: parts.onSlow,
  })
  const [firstWatch] = watches
  if (firstWatch === undefined) throw new InvalidInputError('subscriptions', '[]', 'at least one')
  const bot: Bot = {
    config,
    strategy,
    effects,
    recorder,
    life,
    context,
    hooks,
    watches: new Map(watches.map((watch) => [watch.key, watch])),
    firstWatch,
    instruments: byKey,
    orders,
    ledger,
    equity,
    balances,
    guards: new Map(),
    breaker: new CircuitBreaker(),
    timers: new Timers(),
    exits: new Map(),
    replacements: new Map(),
    executions: new Map(),
    trading: 'active',
    reconciled: false,
  }
  if (keep !== undefined) restoreKeep(bot, keep)
  const core: BotCore = new BotCore(bot, unfinishedCandlesOf(subscriptions))
  return core
}
