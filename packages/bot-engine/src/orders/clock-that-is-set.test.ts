import { describe, expect, test } from 'vitest'
import { aDesk } from '../../test/desk-kit.ts'
import { JumpyClock } from '../../test/jumpy-clock.ts'
import { pass, placing, settled } from '../../test/orders-kit.ts'
import { aReturn } from '../../test/reconcile-kit.ts'

const HOUR = 3_600_000

describe('an order of which nobody knows, whose venue will know in ten seconds', () => {
  async function anUnknownOrder() {
    let wall: JumpyClock | undefined
    const kit = aDesk({
      wall: (clock) => {
        wall = new JumpyClock(clock)
        return wall
      },
    })
    kit.venue.settleMs = 10_000
    kit.venue.script('place', 'lost-request')
    kit.desk.submit(kit.order())
    await settled()
    return { ...kit, set: (offset: number) => wall?.set(offset) }
  }

  test('is not lost sooner because the clock was set forward', async () => {
    const { clock, set, status } = await anUnknownOrder()
    set(HOUR)
    await pass(clock, 9_000)
    expect(status()).toBe('unknown')
    await pass(clock, 2_000)
    expect(status()).toBe('lost')
  })

  test('is lost no later because it was set back', async () => {
    const { clock, set, status } = await anUnknownOrder()
    set(-HOUR)
    await pass(clock, 11_000)
    expect(status()).toBe('lost')
  })
})

describe('a bot that comes back after the clock was set back', () => {
  test('waits for an order of which nobody knows no longer than it had to then', async () => {
    const { left, start, clock } = aReturn({}, (time) => {
      const wall = new JumpyClock(time)
      wall.set(-HOUR)
      return wall
    })
    const { createdAt } = left(placing({ outcome: 'unknown', settledBy: 312_000 }))
    expect(createdAt).toBe(300_000)
    let isDone = false
    const done = start().finally(() => {
      isDone = true
    })
    await pass(clock, 11_750)
    expect(isDone).toBe(false)
    await pass(clock, 500)
    expect((await done).inputs).toMatchObject([{ type: 'found', state: undefined }])
  })
})
