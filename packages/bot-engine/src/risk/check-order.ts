import { insufficientBalance, shortNotAllowed } from './checks/balance.ts'
import { priceCollar } from './checks/collar.ts'
import { duplicate } from './checks/duplicate.ts'
import { dust, nothingToClose, spokenFor } from './checks/exit.ts'
import { exitPossible } from './checks/exit-possible.ts'
import { bookNotLive, circuitOpen, feedDown, notReady, stalePrice } from './checks/freshness.ts'
import { maxAmount, minAmount, minNotional, notTrading, stepSize, tickSize } from './checks/instrument.ts'
import { coolDown, dailyLoss, drawdown } from './checks/losses.ts'
import { invalidNumber } from './checks/numbers.ts'
import type { Rule } from './checks/rule.ts'
import { maxGrossExposure, maxOpenOrders, maxOrdersPerMinute, maxOrderValue, maxPositionValue } from './checks/size.ts'
import { halted, reducingOnly } from './checks/trading-state.ts'
import { BINDS_EXITS } from './exits.ts'
import type { RiskLimits } from './limits.ts'
import type { Refusal } from './refusal.ts'
import type { Subject } from './subject.ts'
import type { Proposal, RiskView } from './view.ts'

/** In this order. Behind `invalidNumber` every number an applicable rule reads is one. */
const CHAIN: readonly Rule[] = [
  halted,
  invalidNumber,
  feedDown,
  circuitOpen,
  notReady,
  stalePrice,
  bookNotLive,
  reducingOnly,
  notTrading,
  duplicate,
  nothingToClose,
  spokenFor,
  tickSize,
  stepSize,
  dust,
  minAmount,
  maxAmount,
  minNotional,
  shortNotAllowed,
  insufficientBalance,
  maxOrderValue,
  maxPositionValue,
  maxGrossExposure,
  maxOpenOrders,
  maxOrdersPerMinute,
  priceCollar,
  dailyLoss,
  drawdown,
  coolDown,
  exitPossible,
]

const EXIT_CHAIN = CHAIN.filter(({ code }) => BINDS_EXITS[code])

/** The first thing that speaks against an order; `undefined` lets it leave. Pure, and never throws. */
export function checkOrder(proposal: Proposal, view: RiskView, limits: RiskLimits): Refusal | undefined {
  const subject: Subject = { proposal, view, limits }
  for (const { code, objection } of proposal.purpose === 'exit' ? EXIT_CHAIN : CHAIN) {
    const found = objection(subject)
    if (found !== undefined) return { code, ...found, scope: 'bot' }
  }
  return undefined
}
