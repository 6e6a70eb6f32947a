import { expect, test } from 'vitest'
import { A, a, aLedger, anAskedLedger, B, C } from '../../test/a-ledger.ts'
import { orderbook } from '../../test/wire-request.ts'

test('a refusal for haste is no refusal: everything it concerns is asked for again', () => {
  const { ledger, next } = anAskedLedger()

  expect(ledger.refuse({ kind: 'refused', requestId: 1, reason: 'too fast', transient: true })).toEqual([])

  expect([next(999), next(1_000)]).toEqual(['', `2 subscribe ${A} ${B} ${C}`])
})

test('whoever is too busy is asked again ever later, a few times, and then it is a refusal', () => {
  const { ledger, next } = aLedger()
  const busy = { kind: 'refused', reason: 'too fast', transient: true } as const
  ledger.want(a)
  next(0)
  let now = 0
  for (const wait of [1_000, 2_000, 4_000, 8_000, 16_000]) {
    expect(ledger.refuse(busy)).toEqual([])
    expect([ledger.waiting, next(now + wait - 1)]).toEqual([0, ''])
    now += wait
    expect(next(now)).toContain(`subscribe ${A}`)
  }

  expect(ledger.refuse(busy)).toEqual([{ key: A, reason: 'too fast' }])
  expect([ledger.has(A), next(1e9)]).toEqual([false, ''])
})

test('an answer forgets how busy the exchange was', () => {
  const { ledger, next } = anAskedLedger()
  for (let now = 0; now < 1_000_000; now += 100_000) {
    ledger.refuse({ kind: 'refused', reason: 'too fast', transient: true })
    ledger.accept(Number.parseInt(next(now), 10), undefined)
    ledger.renew(a)
    next(now)
    next(now)
  }

  expect([A, B, C].map((key) => ledger.has(key))).toEqual([true, true, true])
})

test('what could not be given up for haste is given up again, before anything else is asked for in its place', () => {
  const { ledger, next } = anAskedLedger()
  ledger.accept(1, undefined)
  ledger.renew(a)
  expect([next(0), next(0)]).toEqual([`2 unsubscribe ${A}`, `3 subscribe ${A}`])

  expect(ledger.refuse({ kind: 'refused', requestId: 2, reason: 'too fast', transient: true })).toEqual([])
  expect([ledger.accept(3, undefined), ledger.isActive(B)]).toEqual([[], true])

  expect([next(999), next(1_000), next(1_000), next(1_000)]).toEqual(['', `4 unsubscribe ${A}`, `5 subscribe ${A}`, ''])
  expect(ledger.accept(5, undefined)).toEqual([A])
})

test('a refusal for haste that names no request concerns everything that has had no answer, what was given up included', () => {
  const { ledger, next } = anAskedLedger()
  ledger.accept(1, undefined)
  for (const key of [A, B, C]) ledger.drop(key)
  expect(next(0)).toBe(`2 unsubscribe ${A} ${B} ${C}`)

  ledger.refuse({ kind: 'refused', reason: 'too fast', transient: true })
  expect([next(999), next(1_000)]).toEqual(['', `3 unsubscribe ${A} ${B} ${C}`])
  ledger.accept(3, undefined)
  ledger.refuse({ kind: 'refused', reason: 'too fast', transient: true })

  expect(next(1e9)).toBe('')
})

test('giving up is tried a few times, and then what it stood in the way of is asked for', () => {
  const { ledger, next } = anAskedLedger()
  ledger.accept(1, undefined)
  ledger.renew(a)
  const sent: string[] = []
  for (let now = 0; now < 1_000_000; now += 100_000) {
    sent.push(next(now))
    if (sent.at(-1)?.includes('unsubscribe')) ledger.refuse({ kind: 'refused', reason: 'too fast', transient: true })
  }

  expect(sent.filter((text) => text !== '')).toEqual([
    ...[2, 3, 4, 5, 6, 7].map((id) => `${id} unsubscribe ${A}`),
    `8 subscribe ${A}`,
  ])
})

test('what excludes another on a socket is not asked for before that one is given up', () => {
  const { ledger, next } = aLedger({ exclusiveOf: ({ symbol }) => symbol })
  ledger.want(a)
  next(0)
  ledger.drop(A)
  next(0)
  ledger.want(orderbook('A/X'))
  ledger.refuse({ kind: 'refused', requestId: 2, reason: 'too fast', transient: true })

  expect([next(0), next(1_000), next(1_000)]).toEqual(['', `3 unsubscribe ${A}`, '4 subscribe orderbook:A/X'])
})
