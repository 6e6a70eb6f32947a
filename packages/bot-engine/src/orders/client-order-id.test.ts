import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clientOrderIdFor, parseClientOrderId } from './client-order-id.ts'

const botIds = fc.oneof(
  fc.string({ minLength: 1, maxLength: 60, unit: 'binary' }),
  fc.stringMatching(/^[a-z0-9_-]{1,40}$/),
  fc.constantFrom('a', 'a-1', 'a-1-2', 'a_1', '-', '_', 'bot-1_2_3'),
)
const numbers = fc.oneof(fc.nat(40), fc.nat(2 ** 31 - 1))

describe('a client order id', () => {
  test('is the bot, the fence and the sequence where they fit', () => {
    expect(clientOrderIdFor('grid-btc', 3, 36)).toBe('grid-btc-3-10')
  })

  test('begins like the bot where its name is too long, and is told apart by a hash', () => {
    const id = clientOrderIdFor('market-making-of-bitcoin-against-tether', 3, 36)
    expect(id).toMatch(/^marketmaking[a-z]*-[0-9a-z]{10}_3_10$/)
    expect(id).toHaveLength(36)
  })

  test('fits the eighteen characters of the strictest venue', () => {
    expect(clientOrderIdFor('market-making', 36 ** 3, 36 ** 4, 18)).toMatch(/^[0-9a-z]{7}_1000_10000$/)
  })

  test('is refused where the venue leaves no room for it', () => {
    expect(() => clientOrderIdFor('market-making', 1, 1, 9)).toThrow(/9 cannot be used: at least 10/)
  })

  test.each([-1, 0.5, Number.NaN, 2 ** 60])('is refused for the fence or sequence %s', (value) => {
    expect(() => clientOrderIdFor('bot', value, 1)).toThrow(/fence/)
    expect(() => clientOrderIdFor('bot', 1, value)).toThrow(/sequence/)
  })

  test('fits the venue, and leads back to its bot, fence and sequence', () => {
    fc.assert(
      fc.property(botIds, numbers, numbers, fc.constantFrom(24, 32, 36), (botId, fence, sequence, limit) => {
        const id = clientOrderIdFor(botId, fence, sequence, limit)
        expect(id.length).toBeLessThanOrEqual(limit)
        expect(id).toMatch(/^[A-Za-z0-9_-]+$/)
        expect(parseClientOrderId(id, botId)).toEqual({ fence, sequence })
      }),
      { numRuns: 2_000 },
    )
  })

  test('is never that of two orders, nor of two bots', () => {
    const orders = fc.tuple(botIds, numbers, numbers, fc.constantFrom(24, 36))
    fc.assert(
      fc.property(fc.array(orders, { minLength: 2, maxLength: 30 }), (all) => {
        const named = new Map<string, string>()
        for (const [botId, fence, sequence, limit] of all) {
          const id = clientOrderIdFor(botId, fence, sequence, limit)
          const order = JSON.stringify([botId, fence, sequence])
          expect(named.get(id) ?? order).toBe(order)
          named.set(id, order)
          const others = all.map(([other]) => other).filter((other) => other !== botId)
          expect(others.map((other) => parseClientOrderId(id, other))).toEqual(others.map(() => undefined))
        }
      }),
    )
  })

  test.each([
    '',
    'x',
    'bot',
    'bot-1',
    'bot-1-',
    'other-1-1',
    'bot_1_1',
    'bot-1_1',
    'web_4f2a-1-1',
    `bot-1-${'z'.repeat(20)}`,
  ])('is not one of the bot: %j', (id) => {
    expect(parseClientOrderId(id, 'bot')).toBeUndefined()
  })

  test('with a part of the hash is none', () => {
    const id = clientOrderIdFor('market-making-of-bitcoin-against-tether', 3, 36)
    expect(parseClientOrderId(id.replace(/.(?=_3_)/, ''), 'market-making-of-bitcoin-against-tether')).toBeUndefined()
  })
})
