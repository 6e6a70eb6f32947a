import { type ExchangeId, MdError } from '@md/types'
import { aTicker, type FakeAdapter, type FakeCallKind } from '@md/types/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { aManager, settled, TICKER } from '../test/kit.ts'

class RefusedError extends MdError {
  readonly code = 'SUBSCRIPTION_REFUSED'
  readonly recovery = 'stop'
}

const exchange = fc.constantFrom<ExchangeId>('binance', 'kraken')
const symbol = fc.constantFrom('BTC/USDT', 'ETH/USDT')
const kind = fc.constantFrom<FakeCallKind>('connect', 'subscribe', 'unsubscribe', 'disconnect')

const step = fc.oneof(
  fc.record({ do: fc.constant('connect' as const), exchange }),
  fc.record({ do: fc.constant('subscribe' as const), exchange, symbol }),
  fc.record({ do: fc.constant('release' as const), which: fc.nat(9) }),
  fc.record({ do: fc.constant('disconnect' as const), exchange }),
  fc.record({ do: fc.constant('disconnectAll' as const) }),
  fc.record({ do: fc.constant('hold' as const), kind }),
  fc.record({ do: fc.constant('answer' as const), kind }),
  fc.record({ do: fc.constant('fail' as const), kind }),
  fc.record({ do: fc.constant('drop' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 6_000 }) }),
)

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** A manager through a sequence of whatever may happen to it. */
class Run {
  readonly kit = aManager({ exchanges: ['binance', 'kraken'], circuitBreaker: { failures: 1_000 } })
  readonly adapters = new Set<FakeAdapter>()
  readonly releases: (() => Promise<void>)[] = []
  unsettled = 0
  /** Calls of listeners whose handle has been released. */
  tooLate = 0

  async do(one: Step): Promise<void> {
    const { clock, manager } = this.kit
    switch (one.do) {
      case 'connect':
        this.#watch(manager.connectToExchange(one.exchange))
        break
      case 'subscribe':
        this.#subscribe(one.exchange, one.symbol)
        break
      case 'release':
        this.#watch(this.releases[one.which]?.() ?? Promise.resolve())
        break
      case 'disconnect':
        this.#watch(manager.disconnectFromExchange(one.exchange))
        break
      case 'disconnectAll':
        this.#watch(manager.disconnectAll())
        break
      case 'wait':
        clock.advance(one.ms)
        break
      default:
        for (const adapter of this.#known()) this.#play(adapter, one)
    }
    await settled()
    for (const adapter of this.#known()) adapter.emit('ticker', aTicker({ exchange: adapter.exchange }))
  }

  #play(adapter: FakeAdapter, one: Step): void {
    if (one.do === 'hold') adapter.hold(one.kind)
    if (one.do === 'answer') adapter.answer(one.kind)
    if (one.do === 'fail') adapter.fail(one.kind, new RefusedError('refused'))
    if (one.do === 'drop' && adapter.state === 'CONNECTED') adapter.drop()
  }

  #subscribe(of: ExchangeId, market: string): void {
    let released = false
    const pending = this.kit.manager.subscribe({ ...TICKER, exchange: of, symbol: market }, () => {
      if (released) this.tooLate += 1
    })
    this.releases.push(() => {
      released = true
      return pending.unsubscribe()
    })
    this.#watch(pending)
  }

  #known(): ReadonlySet<FakeAdapter> {
    for (const one of ['binance', 'kraken'] as const)
      if (this.kit.made(one) > 0) this.adapters.add(this.kit.adapter(one))
    return this.adapters
  }

  #watch(promise: Promise<unknown>): void {
    this.unsettled += 1
    promise.then(
      () => this.#settle(),
      () => this.#settle(),
    )
  }

  #settle(): void {
    this.unsettled -= 1
  }
}

const unhandled = vi.fn()
beforeAll(() => {
  process.on('unhandledRejection', unhandled)
})
afterAll(() => {
  process.off('unhandledRejection', unhandled)
})

test('whatever was asked of it, and whatever the exchanges did, disconnectAll leaves nothing behind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const run = new Run()
      for (const one of steps) await run.do(one)
      const { clock, manager } = run.kit

      const ending = manager.disconnectAll()
      await settled()
      clock.advance(5_000)
      await ending
      await settled()

      expect({ unsettled: run.unsettled, tooLate: run.tooLate, timers: clock.pending }).toEqual({
        unsettled: 0,
        tooLate: 0,
        timers: 0,
      })
      for (const { listenerCount } of run.adapters) expect(listenerCount).toBe(0)
      expect(manager.getSystemMetrics()).toMatchObject({
        connections: 0,
        subscriptions: 0,
        delivery: { holders: 0, pending: 0, lingering: 0, listeners: 0 },
        health: { status: 'healthy' },
      })
      expect(unhandled).not.toHaveBeenCalled()
    }),
    { numRuns: 500 },
  )
})
