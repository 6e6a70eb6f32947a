import type { Gap, Trade } from '@md/types'

interface Market {
  last: number
  /** Through which id everything missing has been told. */
  explained: number
  /** When the last trade was received, in ms since 1970. */
  heardAt: number
}

/** Whether every trade id was delivered once and in order, or told as missing. */
export class TradeAudit {
  readonly #markets = new Map<string, Market>()
  delivered = 0
  told = 0
  unexplained = 0
  outOfOrder = 0

  trade({ exchange, id, receivedAt, symbol }: Trade): void {
    const number = Number(id)
    this.delivered += 1
    const key = `${exchange} ${symbol}`
    const market = this.#markets.get(key)
    if (market === undefined) {
      this.#markets.set(key, { last: number, explained: number, heardAt: receivedAt })
      return
    }
    market.heardAt = receivedAt
    if (number <= market.last) this.outOfOrder += 1
    else this.unexplained += number - 1 - Math.max(market.last, Math.min(market.explained, number - 1))
    market.last = Math.max(market.last, number)
  }

  gap({ channel, exchange, from, missed = 0, recovered, symbol, to }: Gap): void {
    if (channel !== 'trades' || recovered) return
    this.told += missed
    const market = this.#markets.get(`${exchange} ${symbol}`)
    if (market === undefined || from === undefined || to === undefined) return
    const accounted = Math.max(market.last, market.explained)
    this.unexplained += Math.max(0, Number(from) - 1 - accounted)
    market.explained = Math.max(market.explained, Number(to))
  }

  /** The markets, of these, without a trade since a moment in ms since 1970. */
  quietSince<M extends Pick<Trade, 'exchange' | 'symbol'>>(moment: number, markets: readonly M[]): readonly M[] {
    return markets.filter(({ exchange, symbol }) => !this.#heardSince(moment, `${exchange} ${symbol}`))
  }

  #heardSince(moment: number, key: string): boolean {
    const market = this.#markets.get(key)
    return market !== undefined && market.heardAt >= moment
  }
}
