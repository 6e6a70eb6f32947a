import { expect, test } from 'vitest'
import { A, a, aLedger, anAskedLedger, B, b, C, c } from '../../test/a-ledger.ts'
import { orderbook, requestOf, trades } from '../../test/wire-request.ts'

test('asks for what is wanted, together, once', () => {
  const { ledger, next } = aLedger()
  ledger.want(a)
  ledger.want(b)

  expect(next()).toBe(`1 subscribe ${A} ${B}`)
  expect(next()).toBe('')
  expect([ledger.size, ledger.waiting, ledger.settled]).toEqual([2, 2, false])
})

test('no frame asks for more than the venue allows, or mixes what it keeps apart', () => {
  const { ledger, next } = aLedger({ limits: { subscriptionsPerFrame: 2 }, batchOf: ({ channel }) => channel })
  for (const request of [a, orderbook('A/X'), b, c]) ledger.want(request)

  expect([next(), next(), next(), next()]).toEqual([
    `1 subscribe ${A} ${B}`,
    '2 subscribe orderbook:A/X',
    `3 subscribe ${C}`,
    '',
  ])
})

test('an answer to a frame activates all of it, an answer that names keys those', () => {
  const whole = anAskedLedger().ledger
  expect(whole.accept(1, undefined)).toEqual([A, B, C])
  expect([whole.settled, whole.waiting]).toEqual([true, 0])
  expect(whole.accept(1, undefined)).toEqual([])

  const single = anAskedLedger().ledger
  expect(single.accept(1, [B, 'trades:Z/X'])).toEqual([B])
  expect(single.accept(undefined, [C])).toEqual([C])
  expect([single.isActive(A), single.isActive(B), single.waiting]).toEqual([false, true, 1])
})

test('an answer that says neither to what nor for whom is none', () => {
  expect(anAskedLedger().ledger.accept(undefined, undefined)).toEqual([])
})

test('a venue that answers with everything it has subscribed activates what was asked for', () => {
  const { ledger } = anAskedLedger()

  expect(ledger.state([A, C, 'trades:Z/X'])).toEqual([A, C])
  expect(ledger.state([A, C])).toEqual([])
})

test('data is an acknowledgement, the first time', () => {
  const { ledger } = anAskedLedger()

  expect([ledger.confirm(A), ledger.confirm(A), ledger.confirm('trades:Z/X')]).toEqual([true, false, false])
})

test('what is given up is taken back, what was not sent is forgotten', () => {
  const { ledger, next } = aLedger()
  ledger.want(a)
  next()
  ledger.want(b)

  ledger.drop(A)
  ledger.drop(B)
  ledger.drop(C)

  expect([next(), next()]).toEqual([`2 unsubscribe ${A}`, ''])
  expect([ledger.size, ledger.has(A), ledger.waiting]).toEqual([0, false, 0])
})

test('what is asked for afresh is given up first, as it was asked for', () => {
  const { ledger } = aLedger()
  ledger.want(orderbook('A/X', 10))
  ledger.next(0)
  ledger.accept(1, undefined)

  ledger.renew(orderbook('A/X', 100))

  expect([ledger.next(1), ledger.next(2)].map((text) => requestOf(text ?? '').action)).toEqual([
    'unsubscribe',
    'subscribe',
  ])
  expect(ledger.isActive('orderbook:A/X')).toBe(false)
})

test('the answer to an earlier frame is not taken for the answer to a later one', () => {
  const { ledger, next } = anAskedLedger()
  ledger.renew(a)
  expect([next(), next()]).toEqual([`2 unsubscribe ${A}`, `3 subscribe ${A}`])

  expect(ledger.accept(1, undefined)).toEqual([B, C])
  expect(ledger.accept(2, undefined)).toEqual([])
  expect(ledger.refuse({ kind: 'refused', requestId: 2, reason: 'no' })).toEqual([])
  expect(ledger.accept(3, undefined)).toEqual([A])
})

test('who is refused by name is forgotten, and the innocent members of its frame are asked for again', () => {
  const { ledger, next } = anAskedLedger()

  expect(ledger.refuse({ kind: 'refused', requestId: 1, symbol: 'B/X', reason: 'unknown' })).toEqual([
    { key: B, reason: 'unknown' },
  ])

  expect(ledger.has(B)).toBe(false)
  expect(next()).toBe(`2 subscribe ${A} ${C}`)
})

test('a refusal may name keys, or the symbol as the venue spells it', () => {
  expect(anAskedLedger().ledger.refuse({ kind: 'refused', keys: [C], reason: '' })).toMatchObject([{ key: C }])
  expect(anAskedLedger().ledger.refuse({ kind: 'refused', symbol: 'AX', reason: '' })).toMatchObject([{ key: A }])
})

test('where each member is answered by itself, the others still wait for their answers', () => {
  const { ledger, next } = anAskedLedger({ answersSingly: true })

  ledger.refuse({ kind: 'refused', requestId: 1, symbol: 'A/X', reason: 'unknown' })

  expect([next(), ledger.waiting]).toEqual(['', 2])
  expect(ledger.accept(1, undefined)).toEqual([B, C])
})

test('a refusal that names nobody is looked into one by one, and nothing else is sent meanwhile', () => {
  const { ledger, next } = anAskedLedger()
  expect(ledger.refuse({ kind: 'refused', reason: 'bad request' })).toEqual([])
  ledger.want(trades('D/X'))

  expect([next(), next()]).toEqual([`2 subscribe ${A}`, ''])
  expect(ledger.refuse({ kind: 'refused', reason: 'bad request' })).toEqual([{ key: A, reason: 'bad request' }])
  expect([next(), next()]).toEqual([`3 subscribe ${B}`, ''])
  ledger.accept(3, undefined)
  expect(next()).toBe(`4 subscribe ${C}`)
  ledger.confirm(C)
  expect(next()).toBe('5 subscribe trades:D/X')
})

test('every member refused without a name is found out, in as many questions', () => {
  const { ledger, next } = anAskedLedger()
  const refused: string[] = []

  for (let i = 0; i < 4; i++) {
    refused.push(...ledger.refuse({ kind: 'refused', reason: 'no' }).map(({ key }) => key))
    next()
  }

  expect([refused, ledger.size]).toEqual([[A, B, C], 0])
})

test('a refusal about somebody who is in none of the requests concerns nobody', () => {
  const { ledger } = anAskedLedger()

  expect(ledger.refuse({ kind: 'refused', symbol: 'Z/X', reason: 'unknown' })).toEqual([])
  expect(ledger.waiting).toBe(3)
})

test('one that is left of a refused frame is innocent when another was named, and asked for alone to be sure', () => {
  const { ledger, next } = aLedger()
  ledger.want(a)
  next()

  expect(ledger.refuse({ kind: 'refused', requestId: 1, symbol: 'Z/X', reason: 'unknown' })).toEqual([])
  expect(next()).toBe(`2 subscribe ${A}`)
  expect(ledger.refuse({ kind: 'refused', requestId: 2, symbol: 'Z/X', reason: 'unknown' })).toMatchObject([{ key: A }])
})

test('data may be of the subscription that is being given up, and then it acknowledges nothing', () => {
  const { ledger, next } = anAskedLedger()
  ledger.accept(1, undefined)
  ledger.renew(a)
  expect([next(), next()]).toEqual([`2 unsubscribe ${A}`, `3 subscribe ${A}`])

  expect([ledger.confirm(A), ledger.accept(3, undefined)]).toEqual([false, [A]])
})

test('tells what has waited for an answer since before a moment', () => {
  const { ledger, next } = aLedger()
  ledger.want(a)
  next(100)
  ledger.want(b)
  next(200)
  ledger.accept(2, undefined)
  ledger.want(c)

  expect([ledger.overdue(100), ledger.overdue(101), ledger.overdue(500)]).toEqual([[], [A], [A]])
})
