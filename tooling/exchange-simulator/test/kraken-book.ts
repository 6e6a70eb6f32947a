import { crc32 } from 'node:zlib'

interface Level {
  readonly price: string
  readonly qty: string
}

/** Numbers as the text they are on the wire. */
const withTexts = (frame: string): string => frame.replace(/"(price|qty)":(-?[0-9.eE+-]+)/g, '"$1":"$2"')

/**
 * A second opinion on Kraken's book: kept by this file alone, sharing no code with the simulator, from the raw digits, cut
 * after every entry or after every message.
 */
export class KrakenBook {
  bids: Level[] = []
  asks: Level[] = []
  readonly #depth: number
  readonly #cutEach: boolean

  constructor(depth: number, cutEach: boolean) {
    this.#depth = depth
    this.#cutEach = cutEach
  }

  /** Applies a frame; whether the book then has the checksum the frame says. */
  apply(frame: string): boolean {
    const { data, type } = JSON.parse(withTexts(frame)) as {
      type: string
      data: [{ bids: Level[]; asks: Level[]; checksum: number }]
    }
    const [{ asks, bids, checksum }] = data
    if (type === 'snapshot') {
      this.bids = []
      this.asks = []
    }
    this.bids = this.#merged(this.bids, bids, -1)
    this.asks = this.#merged(this.asks, asks, 1)
    return this.#checksum() === checksum
  }

  #merged(held: Level[], changes: readonly Level[], order: 1 | -1): Level[] {
    let side = held
    for (const change of changes) {
      side = side.filter(({ price }) => price !== change.price)
      if (Number(change.qty) > 0) side.push(change)
      side.sort((one, other) => order * (Number(one.price) - Number(other.price)))
      if (this.#cutEach) side = side.slice(0, this.#depth)
    }
    return side.slice(0, this.#depth)
  }

  #checksum(): number {
    const texts = [...this.asks.slice(0, 10), ...this.bids.slice(0, 10)].map(
      ({ price, qty }) => `${price.replace('.', '').replace(/^0+/, '')}${qty.replace('.', '').replace(/^0+/, '')}`,
    )
    return crc32(texts.join(''))
  }
}
