import { type Deferred, deferred } from '@md/runtime'
import type { Subscription } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { type Lease, SharedSubscription } from '../src/shared-subscription.ts'
import type { Source } from '../src/source.ts'
import { settled, TICKER } from './kit.ts'

export interface SourceCall {
  readonly kind: 'subscribe' | 'unsubscribe'
  readonly depth: number | undefined
  readonly answer: Deferred<void>
  settled: boolean
  failed: boolean
}

/** A source whose every answer the test gives. */
class HeldSource implements Source {
  readonly calls: SourceCall[] = []

  subscribe(want: Subscription): Promise<void> {
    return this.#call('subscribe', want.channel === 'orderbook' ? want.depth : undefined)
  }

  unsubscribe(): Promise<void> {
    return this.#call('unsubscribe', undefined)
  }

  get said(): string[] {
    return this.calls.map(({ depth, kind }) => (depth === undefined ? kind : `${kind} ${depth}`))
  }

  async answer(i: number, error?: Error): Promise<void> {
    const call = this.calls[i]
    if (call === undefined) throw new Error(`nothing was asked ${i + 1} times`)
    call.settled = true
    call.failed = error !== undefined
    if (error === undefined) call.answer.resolve()
    else call.answer.reject(error)
    await settled()
  }

  #call(kind: SourceCall['kind'], depth: number | undefined): Promise<void> {
    const call = { kind, depth, answer: deferred<void>(), settled: false, failed: false }
    this.calls.push(call)
    return call.answer.promise
  }
}

/** One shared subscription on a source whose answers are held. */
export function aShared({ lingerMs = 0, want = TICKER }: { lingerMs?: number; want?: Subscription } = {}) {
  const source = new HeldSource()
  const clock = new ManualClock()
  const ends: string[] = []
  const failures: unknown[] = []
  const shared = new SharedSubscription({
    want,
    name: 'it',
    source,
    clock,
    lingerMs,
    onEnded: () => ends.push('ended'),
    onUnsubscribeFailed: (error) => failures.push(error),
  })
  return {
    source,
    clock,
    ends,
    failures,
    shared,
    take: (depth?: number) => watched(shared.take(depth, () => undefined)),
  }
}

/** A lease whose outcome can be read. */
export function watched(lease: Lease) {
  const watch = { outcome: 'pending', release: lease.release }
  lease.ready.then(
    () => {
      watch.outcome = 'ready'
    },
    (error: Error) => {
      watch.outcome = error.message
    },
  )
  return watch
}
