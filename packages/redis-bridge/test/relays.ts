import { onTestFinished } from 'vitest'
import { RedisRelay, type RedisRelayOptions } from '../src/index.ts'
import { startTcpProxy, type TcpProxy } from '../src/testing/index.ts'
import { aServer } from './bridges.ts'

interface Reached {
  readonly host: string
  readonly port: number
}

export const at = ({ host, port }: Reached): Reached => ({ host, port })

export async function aNetwork(server: Reached, delayMs = 0): Promise<TcpProxy> {
  const network = await startTcpProxy(server)
  network.delay(delayMs)
  onTestFinished(() => network.stop())
  return network
}

/** A relay that runs, and is gone when the test is over. */
export async function aRelay(
  from: Reached,
  to: Reached,
  options: Partial<RedisRelayOptions> = {},
): Promise<RedisRelay> {
  const relay = new RedisRelay({ from: at(from), to: at(to), ...options })
  onTestFinished(() => relay.stop())
  await relay.start()
  return relay
}

/** Two servers, and a network of so many ms each way in front of the far one. */
export async function twoRegions(delayMs = 0) {
  const [near, far] = [await aServer(), await aServer()]
  return { near, far, network: await aNetwork(far, delayMs) }
}
