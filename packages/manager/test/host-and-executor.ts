import { type FakeBridge, fakeBridges } from '@md/types/testing'
import { aManager, BOOK, CANDLES, type ManagerKit, TICKER, TRADES } from './kit.ts'

export function twoBridges(): readonly [FakeBridge, FakeBridge] {
  const [first, second] = fakeBridges(2)
  if (first === undefined || second === undefined) throw new Error('two bridges were asked for')
  return [first, second]
}

export interface HostAndExecutor {
  readonly host: ManagerKit
  readonly executor: ManagerKit
  readonly hostBridge: FakeBridge
  readonly executorBridge: FakeBridge
}

/** A host with adapters and an executor without, joined by bridges. */
export async function aHostAndAnExecutor(): Promise<HostAndExecutor> {
  const [hostBridge, executorBridge] = twoBridges()
  const host = aManager({ bridge: hostBridge })
  const executor = aManager({ bridge: executorBridge, exchanges: [], linger: 0 })
  for (const want of [TICKER, TRADES, CANDLES, BOOK]) await host.manager.subscribe(want)
  return { host, executor, hostBridge, executorBridge }
}
