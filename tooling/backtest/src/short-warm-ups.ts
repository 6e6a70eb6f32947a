import { type Logger, silentLogger } from '@md/types'

/** As the engine says it, without the fields that stand beside it. */
const SHORT = 'a warm-up is short'

/** Keeps what the engine knows of warm-ups that are short: its warning alone does not say which, or by how much. */
export class ShortWarmUps {
  readonly #sentences = new Set<string>()

  readonly logger: Logger = {
    ...silentLogger,
    warn: (fields, message) => {
      if (message === SHORT) this.#sentences.add(sentenceOf(fields))
    },
  }

  /** Warnings, with the particulars in the place of the one that has none. */
  told(warnings: readonly string[]): readonly string[] {
    return warnings.flatMap((warning) => (warning.startsWith(SHORT) ? [...this.#sentences] : [warning]))
  }
}

function sentenceOf(fields: object): string {
  const { exchange, got, interval, symbol, wanted } = fields as Readonly<Record<string, unknown>>
  return `${SHORT}: ${interval} of ${symbol} at ${exchange}, ${got} of ${wanted} candles`
}
