/** What the process of a host can be asked. */
export interface HostCalls {
  /** Exchange → adapter → manager → bridge → Redis, all tickers. */
  readonly open: readonly [{ readonly port: number; readonly url: string }, undefined]
}
