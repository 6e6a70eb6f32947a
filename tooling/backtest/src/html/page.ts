import type { BacktestResult } from '@md/bot-engine/backtest'
import type { RunResult } from '../run-result.ts'
import { shownSpan, shownTime } from '../shown.ts'
import { assets } from './assets.ts'
import { embedded, escaped } from './escape.ts'
import { figures, list, tiles, trips } from './parts.ts'

/** A page of its own: it loads nothing, from nowhere. */
export function pageOf(result: RunResult): string {
  const { assumptions, counts, journal, markets, metrics, params, seed, strategy, warnings } = result
  const { chartScript, chartStyle, script, style } = assets()
  const title = `${strategy.name} on ${markets.map(({ exchange, symbol }) => `${symbol} (${exchange})`).join(', ')}`
  const period = `${shownTime(metrics.from)} to ${shownTime(metrics.to)} UTC, ${shownSpan(metrics.to - metrics.from)}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${chartStyle}</style>
<style>${style}</style>
</head>
<body>
<main>
<header><h1>${escaped(title)}</h1><p>${escaped(period)}${result.complete ? '' : '; stopped before the data ended'}</p></header>
${warnings.length === 0 ? '' : list(warnings, 'warnings')}
<div class="tiles">${tiles(result)}</div>
<h2>Equity</h2><div class="chart" id="equity"></div>
<h2>Drawdown</h2><div class="chart" id="drawdown"></div>
<h2>Price and fills</h2><div class="chart" id="price"></div>
<p class="note">A triangle from below: bought. From above: sold. Drag over a chart to look closer, double-click to return.</p>
<h2>Figures</h2>${figures(result)}
<h2>Round trips</h2>${trips(result)}
<h2>Parameters</h2><div class="scroll"><pre>${escaped(JSON.stringify(params, undefined, 2))}</pre></div>
<h2>What this rests on</h2>${list(assumptions)}
<p class="note">Seed ${seed}; ${journal.entries} journal entries, sha256 ${journal.sha256}; ${counts.events.played} events.</p>
</main>
<script type="application/json" id="data">${embedded(chartData(result))}</script>
<script>${chartScript}</script>
<script>${script}</script>
</body>
</html>
`
}

/** The price is that of the first market, and so are the fills on it. */
function chartData({ curve, fills, markets }: BacktestResult) {
  const [first] = markets
  return {
    quote: first?.symbol.split('/')[1] ?? '',
    curve: curve.map(({ at, drawdown, equity, price }) => ({ at, drawdown, equity, price })),
    fills: fills
      .filter(({ exchange, symbol }) => exchange === first?.exchange && symbol === first.symbol)
      .map(({ price, side, timestamp }) => ({ at: timestamp, bought: side === 'buy', price: Number(price) })),
  }
}
