import assert from 'node:assert/strict'
import { everythingAddsUp } from './accounts.ts'
import type { VenueFeature, VenueHarness } from './harness.ts'
import { settingOn } from './setting.ts'
import { Stage } from './stage.ts'

/** One promise, and how it is put to the test. */
export interface Scenario {
  /** In the present tense. */
  readonly name: string
  /** A venue without it need not promise this. */
  readonly needs?: VenueFeature
  readonly play: (stage: Stage) => Promise<void>
}

/** Sets the stage, plays, sees that everything adds up, and clears everything away. */
export async function perform({ play }: Scenario, harness: VenueHarness): Promise<void> {
  const setting = settingOn(harness.exchange)
  const under = await harness.start(setting)
  const stage = new Stage(under, setting)
  try {
    await stage.connect()
    stage.showBook()
    await stage.quiet()
    await play(stage)
    await everythingAddsUp(stage)
    await staysSilent(stage)
  } finally {
    await under.close()
  }
}

/** After disconnect() nothing is told, whatever happens to the orders that stay. */
async function staysSilent(stage: Stage): Promise<void> {
  await stage.place({ price: '50', amount: '0.2' })
  await stage.settled(stage.venue.disconnect())
  const { length } = stage.told
  stage.trade({ price: 49, amount: 1, side: 'sell' })
  stage.showBook([[48, 1]], [[49, 1]])
  await stage.quiet()
  assert.equal(stage.told.length, length, 'nothing is told after disconnect()')
}
