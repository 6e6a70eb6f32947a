import { reportOf } from '@md/types'
import type { Demand } from './demand.ts'
import { BridgeClosedError } from './errors.ts'
import type { Leadership } from './leadership.ts'
import { withDeadline } from './link/deadline.ts'
import type { Publisher } from './publish/publisher.ts'
import type { Settings } from './settings.ts'

/** How long closing waits for Redis to take what is still unsaid. */
const FAREWELL_MS = 1_000

interface Speakers {
  readonly publisher: Publisher
  readonly leadership: Leadership
  readonly demand: Demand
}

/** Says what is still unsaid, that we go, and where our logs end. Never rejects, and does not take long. */
export async function sayFarewell({ clock, logger }: Settings, speakers: Speakers): Promise<void> {
  const late = () => new BridgeClosedError('what was not yet acknowledged')
  try {
    await withDeadline(clock, FAREWELL_MS, speak(speakers), late)
  } catch (error) {
    const { code, message } = reportOf(error)
    logger.warn({ code }, message)
  }
}

async function speak({ demand, leadership, publisher }: Speakers): Promise<void> {
  await publisher.end()
  await leadership.release()
  await demand.stop()
}
