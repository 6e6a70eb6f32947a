import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { RedisEventBridgeOptions } from '../src/index.ts'
import type { BridgeNews, BridgeOrder } from './bridge-orders.ts'

/** A bridge in a process of its own, that ends with the test. */
export interface BridgeProcess {
  /** Resolves when it is done. One at a time. */
  order(order: BridgeOrder): Promise<BridgeNews>
  signal(name: NodeJS.Signals): void
  /** As by SIGKILL: it can say nothing more. Resolves when it is gone. */
  kill(): Promise<void>
}

interface Answer {
  readonly news?: BridgeNews
  readonly failure?: string
}

/** Resolves when it is connected, and subscribed if it is to listen. */
export async function startBridge(options: RedisEventBridgeOptions, listen = false): Promise<BridgeProcess> {
  const child = fork(fileURLToPath(new URL('./bridge-process.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx', '--conditions=@md/source'],
  })
  const gone = once(child, 'exit')
  const kill = async () => {
    child.kill('SIGKILL')
    await gone
  }
  onTestFinished(kill)
  const order = async (one: BridgeOrder): Promise<BridgeNews> => {
    const answered = once(child, 'message')
    child.send(one)
    const [answer]: Answer[] = await Promise.race([answered, gone.then(() => [{ failure: 'the process is gone' }])])
    if (answer?.news === undefined) throw new Error(`${one.kind}: ${answer?.failure}`)
    return answer.news
  }
  await order({ kind: 'open', options, listen })
  return { order, signal: (name) => child.kill(name), kill }
}
