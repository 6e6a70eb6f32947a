import type { Gap, Trade } from '@md/types'

interface Market {
  last: number
  /** Through which id everything missing has been told. */
  explained: number
}

/** Whether every trade id was delivered once and in order, or told as missing. */
export class TradeAudit {
  readonly #markets = new Map<string, Market>()
  delivered = 0
  told = 0
  unexplained = 0
  outOfOrder = 0

  trade({ exchange, id, symbol }: Trade): void {
    const number = Number(id)
    this.delivered += 1
    const key = `${exchange} ${symbol}`
    const market = this.#markets.get(key)
    if (market === undefined) {
      this.#markets.set(key, { last: number, explained: number })
      return
    }
    if (number <= market.last) this.outOfOrder += 1
    else this.unexplained += number - 1 - Math.max(market.last, Math.min(market.explained, number - 1))
    market.last = Math.max(market.last, number)
  }

  gap({ channel, exchange, missed = 0, recovered, symbol, to }: Gap): void {
    if (channel !== 'trades' || recovered) return
    this.told += missed
    const market = this.#markets.get(`${exchange} ${symbol}`)
    if (market) market.explained = Math.max(market.explained, Number(to))
  }
}
