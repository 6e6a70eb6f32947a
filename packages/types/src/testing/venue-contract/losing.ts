import assert from 'node:assert/strict'
import type { Outcome } from '../../execution.ts'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

function settledBy(outcome: Outcome, stage: Stage): number {
  if (outcome.outcome !== 'unknown') return assert.fail(`the outcome is ${JSON.stringify(outcome)}, not unknown`)
  assert.ok(outcome.settledBy >= stage.now && outcome.settledBy < stage.now + 3_600_000, 'settledBy lies ahead')
  return outcome.settledBy
}

async function losesAnAnswer(stage: Stage): Promise<void> {
  stage.loseNext('answer')
  const { id, outcome } = await stage.place()
  const at = settledBy(outcome, stage)
  await stage.pass(Math.max(0, at - stage.now))
  assert.equal((await stage.find(id))?.status, 'open')
  assert.equal((await stage.cancel(id)).outcome, 'accepted')
}

async function losesARequest(stage: Stage): Promise<void> {
  stage.loseNext('request')
  const { id, outcome } = await stage.place({ type: 'market' })
  await stage.pass(Math.max(0, settledBy(outcome, stage) - stage.now))
  assert.equal(await stage.find(id), undefined)
  await stage.pass(60_000)
  assert.equal(await stage.find(id), undefined, 'an order that was not there when it was settled never comes')
  assert.deepEqual(stage.statesOf(id), [])
}

async function losesTheAnswerToACancel(stage: Stage): Promise<void> {
  const id = await stage.accepted()
  stage.loseNext('answer')
  const outcome = await stage.cancel(id)
  await stage.pass(Math.max(0, settledBy(outcome, stage) - stage.now))
  assert.equal((await stage.find(id))?.status, 'cancelled')
}

export const losing: readonly Scenario[] = [
  { name: 'says unknown when the answer to an order is lost, and finds the order', play: losesAnAnswer },
  { name: 'says unknown when an order is lost, and settles that it never had it', play: losesARequest },
  {
    name: 'says unknown when the answer to a cancel is lost, and finds the order cancelled',
    play: losesTheAnswerToACancel,
  },
]
