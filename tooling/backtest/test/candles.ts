import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '@md/bot-engine/backtest'

export const T0 = 1_704_067_200_000

/** A folder with `candles.csv`: minutes of a price that wanders, the same each time. */
export function aCandleFolder(count = 600, missing: readonly number[] = []): string {
  const random = seededRandom(7)
  let price = 100
  const rows: string[] = []
  for (let i = 0; i < count; i++) {
    const open = price
    price *= 1 + (random() - 0.5) * 0.02
    const [high, low] = [Math.max(open, price) * 1.002, Math.min(open, price) * 0.998]
    if (!missing.includes(i))
      rows.push([T0 / 1_000 + i * 60, ...[open, high, low, price].map((one) => one.toFixed(2)), 5, 9].join(','))
  }
  const folder = mkdtempSync(join(tmpdir(), 'backtest-'))
  writeFileSync(join(folder, 'candles.csv'), `${rows.join('\n')}\n`)
  return folder
}
