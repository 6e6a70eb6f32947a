import type { Fill, OrderState } from '@md/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ACCEPTED, aFill, aState, UNKNOWN } from '../../test/orders-kit.ts'
import { aReturn } from '../../test/reconcile-kit.ts'
import { exact, toDecimal, ZERO } from '../decimal/exact.ts'
import type { OrderInput } from './order-input.ts'
import type { Reconciliation } from './reconcile-options.ts'

interface History {
  readonly arrived: boolean
  /** Tenths of the order, one fill each. */
  readonly fills: readonly number[]
  readonly end: 'working' | 'cancelled' | 'expired'
  /** What was heard of it before the bot was ended. */
  readonly answer: 'accepted' | 'unknown' | 'nothing'
  readonly heardFills: number
  readonly heardState: boolean
}

const history: fc.Arbitrary<History> = fc.record({
  arrived: fc.boolean(),
  fills: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
  end: fc.constantFrom<History['end']>('working', 'cancelled', 'expired'),
  answer: fc.constantFrom<History['answer']>('accepted', 'unknown', 'nothing'),
  heardFills: fc.nat(3),
  heardState: fc.boolean(),
})

type Kit = ReturnType<typeof aReturn>

const idOf = (index: number) => `bot-1-${index + 1}`

const fillsOf = ({ arrived, fills }: History, index: number): readonly Fill[] =>
  (arrived ? fills : []).map((size, n) =>
    aFill({
      clientOrderId: idOf(index),
      tradeId: `t${index}-${n}`,
      amount: toDecimal(exact(size).div(10)),
      timestamp: 400_000 + n,
    }),
  )

function stateOf(its: History, index: number): OrderState {
  const filled = toDecimal(fillsOf(its, index).reduce((sum, { amount }) => sum.plus(amount), ZERO))
  const working = filled === '0' ? 'open' : 'partially-filled'
  const status = its.end === 'working' ? working : its.end
  return aState({ clientOrderId: idOf(index), venueOrderId: `v${index}`, filled, status })
}

/** What the venue has. */
function happen({ venue }: Kit, its: History, index: number): void {
  if (!its.arrived) return
  for (const fill of fillsOf(its, index)) venue.fill(fill, false)
  venue.tell(stateOf(its, index))
}

/** What the bot had heard of it. */
function heard(its: History, index: number): readonly OrderInput[] {
  const { answer, arrived, heardFills, heardState } = its
  const clientOrderId = idOf(index)
  const accepted = arrived ? { ...ACCEPTED, venueOrderId: `v${index}` } : UNKNOWN
  const outcome = answer === 'accepted' ? accepted : UNKNOWN
  const inputs: OrderInput[] = answer === 'nothing' ? [] : [{ type: 'outcome', clientOrderId, of: 'place', outcome }]
  for (const fill of fillsOf(its, index).slice(0, heardFills)) inputs.push({ type: 'fill', fill })
  if (heardState && arrived) inputs.push({ type: 'order', state: stateOf(its, index) })
  return inputs
}

/** As a bot does, whose ledger tells each trade once. */
function apply({ orders }: Kit, { inputs }: Reconciliation, known: ReadonlySet<string>): void {
  for (const input of inputs) {
    if (input.type === 'balance' || (input.type === 'fill' && known.has(input.fill.tradeId))) continue
    expect(orders.apply(input)?.anomaly).toBeUndefined()
  }
}

function expectAgreement({ orders }: Kit, its: History, index: number): void {
  const { filled, status } = stateOf(its, index)
  const expected = its.arrived ? { status, filled, booked: filled } : { status: 'lost', filled: '0', booked: '0' }
  expect(orders.get(idOf(index))).toMatchObject(expected)
}

const tradesIn = (inputs: readonly OrderInput[]): readonly string[] =>
  inputs.flatMap((input) => (input.type === 'fill' ? [input.fill.tradeId] : []))

test('whatever was heard before the end, orders and fills agree with the venue after coming back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(history, { minLength: 1, maxLength: 6 }), async (all) => {
      const kit = aReturn()
      const before = all.map(heard)
      for (const [index, its] of all.entries()) happen(kit, its, index)
      for (const inputs of before) kit.left(...inputs)

      const result = await kit.run()
      expect(result).toMatchObject({ adjustments: [], strays: [], adopted: [], foreign: [] })
      apply(kit, result, new Set(before.flatMap(tradesIn)))
      for (const [index, its] of all.entries()) expectAgreement(kit, its, index)
    }),
    { numRuns: 100 },
  )
})
