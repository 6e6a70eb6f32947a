import { startRedisServer } from '@md/redis-bridge/testing'
import { sleep, systemClock } from '@md/runtime'
import { expectedOf, type Figures, figuresOf, receivedIn } from './figures.ts'
import { type Instance, type InstanceReport, TestInstance } from './instance.ts'
import type { MultiOptions } from './options.ts'
import { ProcessInstance } from './process-instance.ts'

/** What is still on its way gets so long, and is given up when nothing comes for a while. */
const PATIENCE_MS = 10_000
const QUIET_MS = 2_000
const LOOK_MS = 50

/** The whole test. `note`: told what happens meanwhile. `say`: told what the user should know. */
export async function runMulti(
  options: MultiOptions,
  { note, say }: { readonly note: (line: string) => void; readonly say: (line: string) => void },
): Promise<Figures> {
  const server = options.redisUrl === undefined ? await startRedisServer() : undefined
  if (server !== undefined) say(`No --redis-url was given: a redis-server of its own runs at ${server.url}.`)
  try {
    return await runOn(options.redisUrl ?? server?.url ?? '', options, note)
  } finally {
    await server?.stop()
  }
}

async function runOn(redisUrl: string, options: MultiOptions, note: (line: string) => void): Promise<Figures> {
  const { delivery, processes } = options
  const instances: readonly Instance[] = Array.from({ length: options.instances }, (_, index) => {
    const own = { index, redisUrl, delivery }
    return processes ? new ProcessInstance(own, note) : new TestInstance(own, note)
  })
  try {
    await Promise.all(instances.map((instance) => instance.start()))
    const began = systemClock.monotonic()
    await Promise.all(instances.map((instance) => instance.publish(options)))
    const seconds = (systemClock.monotonic() - began) / 1_000
    return figuresOf(await settled(instances), seconds)
  } finally {
    await Promise.all(instances.map((instance) => instance.stop()))
  }
}

/** When everything has arrived, or nothing more comes. */
async function settled(instances: readonly Instance[]): Promise<readonly InstanceReport[]> {
  const deadline = systemClock.monotonic() + PATIENCE_MS
  let lastAt = systemClock.monotonic()
  let last = -1
  for (;;) {
    const reports = await Promise.all(instances.map((instance) => instance.report()))
    const received = receivedIn(reports)
    const now = systemClock.monotonic()
    if (received !== last) lastAt = now
    last = received
    if (received >= expectedOf(reports) || now - lastAt > QUIET_MS || now > deadline) return reports
    await sleep(systemClock, LOOK_MS)
  }
}
