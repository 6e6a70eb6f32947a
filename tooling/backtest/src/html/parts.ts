import type { BacktestResult } from '@md/bot-engine/backtest'
import { figuresOf } from '../report-text.ts'
import { outcomesOf, type RunResult } from '../run-result.ts'
import { shownNumber, shownPercent, shownRatio, shownSpan, shownTime } from '../shown.ts'
import { escaped } from './escape.ts'

/** The newest of a long list are shown. */
const MOST_TRIPS = 200

export function tiles({ markets, metrics: m }: RunResult): string {
  const quote = markets[0]?.symbol.split('/')[1] ?? ''
  const sign = m.pnl < 0 ? 'loss' : 'gain'
  return [
    tile(`Profit or loss, ${quote}`, shownNumber(m.pnl), sign),
    tile('Return', shownPercent(m.return), sign),
    tile('Buy and hold', shownPercent(m.buyAndHold?.return)),
    tile('Largest drawdown', shownPercent(m.maxDrawdown.fraction)),
    tile('Sharpe', shownRatio(m.ratios.sharpe)),
    tile(`Win rate: ${outcomesOf(m)}`, shownPercent(m.winRate)),
    tile('Round trips', String(m.trips)),
    tile('Fills', String(m.fills)),
  ].join('')
}

const tile = (name: string, value: string, kind = ''): string =>
  `<div class="tile"><b class="${kind}">${escaped(value)}</b><span>${escaped(name)}</span></div>`

export const figures = (result: RunResult): string =>
  `<div class="scroll"><table class="figures">${figuresOf(result)
    .map(([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`)
    .join('')}</table></div>`

export function trips({ trips: all }: BacktestResult): string {
  if (all.length === 0) return '<p class="note">No position was opened and closed.</p>'
  const shown = all.slice(-MOST_TRIPS).reverse()
  const rows = shown.map(({ amount, closedAt, entry, exit, market, openedAt, pnl, side }) => {
    const kind = pnl.startsWith('-') ? 'loss' : 'gain'
    const numbers = [amount, price(entry), price(exit)]
      .map((value) => `<td class="number">${escaped(value)}</td>`)
      .join('')
    return `<tr><td class="time">${shownTime(closedAt)}</td><td>${escaped(market.symbol)} ${side}</td>${numbers}<td class="number ${kind}">${shownNumber(Number(pnl))}</td><td class="number">${shownSpan(closedAt - openedAt)}</td></tr>`
  })
  const head =
    '<tr><th>Closed, UTC</th><th>Position</th><th class="number">Amount</th><th class="number">Entry</th><th class="number">Exit</th><th class="number">Result</th><th class="number">Held</th></tr>'
  const note =
    all.length > shown.length
      ? `<p class="note">The last ${shown.length} of ${all.length}; report.json has all.</p>`
      : ''
  return `<div class="scroll"><table>${head}${rows.join('')}</table></div>${note}`
}

/** An average has more digits than anybody reads. */
const price = (value: string): string => String(Number(Number(value).toPrecision(9)))

export const list = (lines: readonly string[], kind = ''): string =>
  `<ul class="${kind}">${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`
