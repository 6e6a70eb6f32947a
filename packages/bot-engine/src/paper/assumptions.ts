import type { EvidenceKind } from './evidence.ts'
import type { PaperFees } from './fees.ts'
import type { PaperLatency } from './link.ts'
import type { PaperSettings } from './options.ts'

/** What the fills of a paper venue rest on, a sentence each. */
export function assumptionsOf(settings: PaperSettings, missing: readonly string[]): readonly string[] {
  const { evidence, fees, latency, allowShort } = settings
  return [
    ...evidence.flatMap((kind) => BY_EVIDENCE[kind](settings)),
    'An order is touched only by what arrived after it. Our orders move no price, and nobody answers them.',
    'Stop orders wait for the last price, at once if it is there already, and then deal at market or at their limit.',
    'While the venue is disconnected, nothing is matched.',
    feeSentence(fees),
    latencySentence(latency),
    allowShort
      ? 'Base that is not there may be sold: without margin, interest or liquidation.'
      : 'Nothing is sold that is not there.',
    ...missing,
  ]
}

const BY_EVIDENCE: Readonly<Record<EvidenceKind, (settings: PaperSettings) => readonly string[]>> = {
  book: ({ queue }) => [
    'Where there is a book: takers walk its levels, and only while it is verified. What we took of a level is gone until the level changes.',
    `Resting orders join behind what is shown at their price. Trades at it take what is ahead first; cancellations ${CANCELLATIONS[queue]}. A trade through the price fills the whole order, and whoever comes to stand through it as much as stands there; reaching the price fills nothing.`,
  ],
  quote: ({ quoteDepth }) => [
    `Where there is no book: takers deal at the best bid and ask of the ticker, ${quoteDepth.isFinite() ? `at most ${quoteDepth} (base) an order` : 'any amount'}. Resting orders are filled, wholly, once the last price or the other side's quote is through their price.`,
  ],
  price: ({ slippage }) => [
    `Where there is only a price: takers deal at the last one, ${percent(slippage)} worse, any amount. Resting orders are filled, wholly, once a trade or a candle's low or high is through their price.`,
  ],
}

const CANCELLATIONS = {
  proportional: 'thin the queue out evenly',
  pessimistic: 'are all behind the order',
}

function feeSentence({ asset, maker, taker }: PaperFees): string {
  const where = asset === 'quote' ? 'in quote' : 'in what is received'
  return `Fees: maker ${percent(maker)}, taker ${percent(taker)}, ${where}, not rounded.`
}

function latencySentence({ cancelMs, jitterMs, orderMs }: PaperLatency): string {
  if (orderMs === 0 && cancelMs === 0 && jitterMs === 0) return 'Orders and answers take no time.'
  return `Each way takes ${orderMs} ms for an order and ${cancelMs} ms for a cancel, up to ${jitterMs} ms more or less.`
}

const percent = (fraction: number): string => `${Number((100 * fraction).toPrecision(12))} %`
