import type { OrderState } from '@md/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aDesk } from '../../test/desk-kit.ts'
import { aFill, pass, settled } from '../../test/orders-kit.ts'
import type { FakeAnswer } from '../testing/fake-venue.ts'
import type { OrderStatus, Purpose } from './order.ts'

const faults = fc.constantFrom<FakeAnswer>(
  'accept',
  'lost-answer',
  'lost-request',
  'hang',
  { throws: new Error('502') },
  { answers: '<html>' },
)
const placements = fc.oneof(faults, fc.constantFrom<FakeAnswer>({ rejects: 'filter' }, { rejects: 'duplicate' }))
const cancels = fc.oneof(faults, fc.constantFrom<FakeAnswer>({ rejects: 'rate-limit' }, { rejects: 'unknown-order' }))

const order = fc.record({
  purpose: fc.constantFrom<Purpose>('exposure', 'exit'),
  placement: placements,
  /** When it is to be cancelled, ms after it was submitted. */
  cancelAfterMs: fc.option(fc.constantFrom(0, 500, 3_000, 20_000), { nil: undefined }),
  /** How much of it the venue fills at once. */
  fill: fc.constantFrom('0', '0', '0.4', '1'),
})

/** What the bot has to know in the end of what the venue has. */
function truth(state: OrderState | undefined): readonly OrderStatus[] {
  if (state === undefined) return ['lost', 'rejected']
  return state.status === 'open' ? ['open'] : [state.status]
}

interface Planned {
  readonly cancelAfterMs: number | undefined
  readonly fill: string
  readonly placement: FakeAnswer
  readonly purpose: Purpose
}

type Kit = ReturnType<typeof aDesk>

async function submit({ cancel, clock, desk, order, venue }: Kit, ref: string, planned: Planned): Promise<void> {
  const submitted = order(ref, planned.purpose)
  const { clientOrderId } = submitted.request
  venue.script('place', planned.placement)
  desk.submit(submitted)
  if (planned.cancelAfterMs !== undefined) clock.after(planned.cancelAfterMs, () => cancel(ref))
  await settled()
  if (planned.fill !== '0' && venue.state(clientOrderId) !== undefined)
    venue.fill(aFill({ clientOrderId, amount: planned.fill, tradeId: `t-${ref}` }))
}

function expectAgreement({ orders, venue }: Kit, ref: string, { cancelAfterMs }: Planned): void {
  const ours = orders.latest(ref)
  const theirs = venue.state(ours?.request.clientOrderId ?? '')
  expect(truth(theirs)).toContain(ours?.status)
  expect(ours?.filled).toBe(theirs?.filled ?? '0')
  expect(venue.asked('place', ours?.request.clientOrderId)).toBeLessThanOrEqual(1)
  if (cancelAfterMs !== undefined) expect(['open', 'partially-filled']).not.toContain(theirs?.status)
}

const answers = fc.record({ cancel: fc.array(cancels, { maxLength: 6 }), find: fc.array(faults, { maxLength: 6 }) })

test('every order is sent at most once and found out in the end, whatever the venue answers or swallows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(order, { minLength: 1, maxLength: 6 }), answers, async (all, { cancel, find }) => {
      const kit = aDesk({ isConnected: true })
      const { clock, desk, faults: told, venue } = kit
      venue.script('cancel', ...cancel)
      venue.script('find', ...find)
      for (const [index, planned] of all.entries()) await submit(kit, `ref-${index}`, planned)
      await pass(clock, 240_000, 1_000)
      await desk.idle()

      for (const [index, planned] of all.entries()) expectAgreement(kit, `ref-${index}`, planned)
      expect(desk.inFlight).toBe(0)
      expect(clock.pending).toBe(0)
      expect(told.every(({ code }) => code === 'VENUE_FAULT')).toBe(true)
    }),
    { numRuns: 60 },
  )
})
