import type { Fill } from '@md/types'
import type { BotReport } from './bot-report.ts'

/** `+12.30`, `-0.07`, `0.00`. */
export function signed(value: number): string {
  const text = value.toFixed(2)
  if (Number(text) === 0) return '0.00'
  return value > 0 ? `+${text}` : text
}

export const marketText = ({ exchange, symbol }: { readonly exchange: string; readonly symbol: string }): string =>
  `${exchange} ${symbol}`

/** A bot that runs and may only close, or do nothing, says so as well. */
export function stateText({ halted, state, trading }: Pick<BotReport, 'halted' | 'state' | 'trading'>): string {
  if (halted !== undefined || trading === 'halted') return `${state}, halted`
  return trading === 'active' ? state : `${state}, ${trading}`
}

/** Why it does not simply run, or nothing. */
export function reasonText({ halted, reason, state, trading }: BotReport): string | undefined {
  if (halted !== undefined) return `halted by ${halted.by}: ${halted.cause}`
  if (state === 'running' && trading === 'active') return undefined
  return reason ?? (trading === 'reducing' ? 'positions may only become smaller' : 'no reason was given')
}

/** `0.012 @ 64000.5`, or `flat`; with its symbol where there are several. */
export function positionText({ positions }: Pick<BotReport, 'positions'>): string {
  const open = positions.filter(({ amount }) => amount !== '0')
  if (open.length === 0) return 'flat'
  return open
    .map(({ amount, averageEntry, market }) => {
      const of = positions.length === 1 ? '' : `${market.symbol} `
      return `${of}${short(amount)} @ ${short(averageEntry)}`
    })
    .join(', ')
}

export const marketsText = ({ markets }: Pick<BotReport, 'markets'>): string => markets.map(marketText).join(', ')

export function orderText({ lastOrder }: Pick<BotReport, 'lastOrder'>): string {
  if (lastOrder === undefined) return '–'
  const { amount, price, side, status } = lastOrder
  return `${side} ${short(amount)}${price === undefined ? '' : ` at ${short(price)}`} ${status}`
}

export const fillText = ({ lastFill }: Pick<BotReport, 'lastFill'>): string =>
  lastFill === undefined ? '–' : fillWords(lastFill)

export const fillWords = ({ amount, price, side }: Pick<Fill, 'side' | 'amount' | 'price'>): string =>
  `${side} ${short(amount)} at ${short(price)}`

const DIGITS = 9

/** An average has up to sixty digits; nobody reads more than a few. */
export function short(value: string): string {
  if (value.length <= DIGITS) return value
  const number = Number(value)
  return Math.abs(number) >= 1 ? String(Number(number.toFixed(2))) : String(Number(number.toPrecision(4)))
}
