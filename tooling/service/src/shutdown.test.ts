import { deferred } from '@md/runtime'
import { silentLogger } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { shutDownOnSignal } from './shutdown.ts'

function aProcess() {
  const listeners = new Map<string, () => void>()
  const codes: number[] = []
  const clock = new ManualClock()
  const drained = deferred<void>()
  shutDownOnSignal({
    process: { on: (signal, listener) => listeners.set(signal, listener), exit: (code) => codes.push(code) },
    clock,
    logger: silentLogger,
    deadlineMs: 1_000,
    drain: () => drained.promise,
  })
  return { clock, codes, drained, signal: (name: string) => listeners.get(name)?.() }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test.each(['SIGTERM', 'SIGINT'])('%s drains and leaves with 0', async (name) => {
  const { clock, codes, drained, signal } = aProcess()
  signal(name)
  await settled()
  expect(codes).toEqual([])

  drained.resolve()
  await settled()
  clock.advance(10_000)
  expect(codes).toEqual([0])
})

test('draining that fails leaves with 1', async () => {
  const { codes, drained, signal } = aProcess()
  signal('SIGTERM')
  drained.reject(new Error('no'))
  await settled()
  expect(codes).toEqual([1])
})

test('draining that takes longer than the deadline leaves with 1', async () => {
  const { clock, codes, signal } = aProcess()
  signal('SIGTERM')
  clock.advance(999)
  expect(codes).toEqual([])
  clock.advance(1)
  expect(codes).toEqual([1])
})

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
])('a second signal leaves at once: %s', (name, code) => {
  const { codes, signal } = aProcess()
  signal('SIGTERM')
  signal(name)
  expect(codes).toEqual([code])
})
