import assert from 'node:assert/strict'
import type { Fill, OrderState } from '../../execution.ts'
import { isCanonical, product, sumOf, units } from './digits.ts'
import { SYMBOL } from './setting.ts'
import type { Stage } from './stage.ts'

/** The promise behind every other one: what was told, what can be asked for and what the account holds agree, to the digit. */
export async function everythingAddsUp(stage: Stage): Promise<void> {
  await stage.quiet()
  const asked = await stage.settled(stage.venue.fills(SYMBOL, 0))
  assert.deepEqual(
    [...asked].sort(byTradeId),
    [...stage.fills].sort(byTradeId),
    'fills told and fills asked for differ',
  )
  assert.equal(new Set(asked.map(({ tradeId }) => tradeId)).size, asked.length, 'a trade id comes twice')
  for (const id of new Set(stage.told.flatMap(({ type, data }) => (type === 'order' ? [data.clientOrderId] : [])))) {
    ordersAddUp(stage.statesOf(id), stage.fillsOf(id))
  }
  const { base, quote } = stage.setting.instrument
  for (const asset of [base, quote]) await balanceAddsUp(stage, asset)
}

function ordersAddUp(states: readonly OrderState[], fills: readonly Fill[]): void {
  const last = states.at(-1)
  if (last === undefined) return
  assert.equal(sumOf(fills.map(({ amount }) => amount)), units(last.filled), `fills of ${last.clientOrderId}`)
  for (const [i, state] of states.entries()) {
    const before = states[i - 1]
    if (before !== undefined) assert.ok(units(state.filled) >= units(before.filled), 'what is filled never falls')
    assert.ok(units(state.filled) <= units(state.amount), 'more was filled than was asked for')
    assert.ok([state.amount, state.filled, state.price ?? '0'].every(isCanonical), JSON.stringify(state))
  }
  if (last.filled === last.amount) assert.equal(last.status, 'filled')
}

async function balanceAddsUp(stage: Stage, asset: string): Promise<void> {
  const { free, locked } = await stage.balance(asset)
  assert.ok([free, locked].every(isCanonical), `${asset}: ${free} free, ${locked} locked`)
  const expected = stage.fills.reduce(
    (sum, fill) => sum + changeBy(fill, asset, stage),
    units(stage.setting.balances[asset] ?? '0'),
  )
  assert.equal(units(free) + units(locked), expected, `${asset}: ${free} free and ${locked} locked do not add up`)
  const told = stage.told.flatMap(({ type, data }) => (type === 'balance' && data.asset === asset ? [data] : []))
  if (told.length > 0) assert.deepEqual(told.at(-1), { asset, free, locked })
}

function changeBy({ amount, fee, feeAsset, price, side }: Fill, asset: string, { setting }: Stage): bigint {
  const { base, quote } = setting.instrument
  const sign = side === 'buy' ? 1n : -1n
  const paid = feeAsset === asset ? units(fee) : 0n
  if (asset === base) return sign * units(amount) - paid
  return asset === quote ? -sign * product(amount, price) - paid : -paid
}

const byTradeId = (a: Fill, b: Fill): number => (a.tradeId < b.tradeId ? -1 : 1)
