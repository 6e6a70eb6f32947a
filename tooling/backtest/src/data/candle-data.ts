import { type CandleFileCounts, type CandleHistory, candleSource, openCandleFile } from '@md/bot-engine/backtest'
import type { DataSpec } from '../setup.ts'
import { shownTime } from '../shown.ts'
import type { OpenedData } from './opened.ts'
import { checkText } from './text-lines.ts'

/** @throws InvalidInputError for a file that holds no candles */
export async function openCandles(
  { exchange, interval, path, symbol }: DataSpec,
  history: () => CandleHistory,
): Promise<OpenedData> {
  await checkText(path)
  const file = await openCandleFile({ path, exchange, symbol, ...(interval !== undefined && { interval }) })
  return {
    description: `${path}: ${file.format}`,
    interval: file.interval,
    events: ({ from, to }) =>
      candleSource(file, {
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        before: history().add,
      }),
    flaws: () => flawsOf(file.counts, path),
  }
}

function flawsOf({ holes, largestHole, missing, repeated }: CandleFileCounts, path: string): readonly string[] {
  const flaws: string[] = []
  if (largestHole !== undefined) {
    const { from, missing: most } = largestHole
    flaws.push(`${path} lacks ${missing} candles in ${holes} holes; the largest is of ${most} from ${shownTime(from)}`)
  }
  if (repeated > 0) flaws.push(`${path} has ${repeated} rows twice; the second ones are left out`)
  return flaws
}
