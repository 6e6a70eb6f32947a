import { systemClock } from '@md/runtime'
import type { Clock } from '@md/types'
import { freePort } from '../server/free-port.ts'
import { LoopbackProxy } from './loopback-proxy.ts'

export interface ProxyTarget {
  readonly host: string
  readonly port: number
}

export interface TcpProxyOptions {
  readonly clock?: Clock
}

export interface ProxyCounters {
  /** Connections that were accepted. */
  readonly accepted: number
  /** Those of them that are open. */
  readonly open: number
  /** Bytes that came through, to the target and back. */
  readonly toTarget: number
  readonly toClient: number
}

/** A bad network in front of a server, on loopback. Carries everything until told otherwise. */
export interface TcpProxy {
  readonly host: string
  /** Never changes. */
  readonly port: number
  /** `redis://127.0.0.1:11234` */
  readonly url: string
  readonly counters: ProxyCounters
  /** Accepts and carries again, without a limit. Held bytes are delivered, as TCP does; the delay stays. */
  pass(): Promise<void>
  /** Accepts connections and carries nothing, either way, until `pass()`: nobody is told. */
  blackHole(): void
  /** Ends all open connections. New ones are welcome. */
  cut(): void
  /** Refuses new connections until `pass()`. Open ones live on: `cut()` ends them. */
  refuse(): void
  /** Adds a delay to each direction from now on, ms. The order is kept. 0 takes it away. */
  delay(ms: number): void
  /** Cuts the first connection that has brought `count` more bytes to its client, exactly behind them. Once. */
  cutAfterBytes(count: number): void
  /** Ends everything. May be called twice. */
  stop(): Promise<void>
}

const TRIES = 10

/** Listens on a free port; whom the target refuses loses the connection. */
export async function startTcpProxy(
  { host, port }: ProxyTarget,
  { clock = systemClock }: TcpProxyOptions = {},
): Promise<TcpProxy> {
  for (let tries = 1; ; tries += 1) {
    const proxy = new LoopbackProxy({ host, port }, await freePort(), clock)
    try {
      await proxy.pass()
      return proxy
    } catch (error) {
      // Somebody else was quicker.
      if (tries === TRIES) throw error
    }
  }
}
