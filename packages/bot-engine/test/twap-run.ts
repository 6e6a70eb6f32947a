import type { ExecutionInput, ExecutionIntent, ExecutionRequest, ExecutionStep } from '../src/execution/execution.ts'
import { type TwapState, twap } from '../src/execution/twap.ts'
import type { OrderStatus, OrderView } from '../src/orders/order.ts'

const aRequest = (particulars: Partial<ExecutionRequest> = {}): ExecutionRequest => ({
  ref: 'big',
  market: { exchange: 'binance', symbol: 'BTC/USDT' },
  side: 'buy',
  amount: '1',
  overMs: 4_000,
  slices: 4,
  because: 'wanted',
  instrument: { stepSize: '0.01' },
  timer: '@big',
  ...particulars,
})

const aView = (ref: string, status: OrderStatus | 'refused', filled = '0'): OrderView => ({
  ref,
  market: { exchange: 'binance', symbol: 'BTC/USDT' },
  clientOrderId: '',
  side: 'buy',
  status,
  amount: '0',
  filled,
  price: undefined,
  because: '',
  reason: undefined,
})

/** Runs an execution; its state goes through JSON with every step. */
export function aRun(request: Partial<ExecutionRequest> = {}, startedAt = 1_000) {
  const intents: ExecutionIntent[] = []
  let last: ExecutionStep<TwapState>
  const take = (step: ExecutionStep<TwapState>) => {
    intents.push(...step.intents)
    last = { ...step, state: JSON.parse(JSON.stringify(step.state)) }
  }
  take(twap.start(aRequest(request), startedAt))
  const step = (input: ExecutionInput, now: number) => take(twap.step(last.state, input, now))
  return {
    timer: (now: number) => step({ kind: 'timer' }, now),
    order: (ref: string, status: OrderStatus | 'refused', filled?: string) =>
      step({ kind: 'order', order: aView(ref, status, filled) }, 0),
    cancel: (because = 'enough') => step({ kind: 'cancel', because }, 0),
    amounts: () => intents.filter((intent) => intent.kind === 'place').map(({ amount }) => amount),
    timers: () => intents.filter((intent) => intent.kind === 'timer').map(({ afterMs }) => afterMs),
    done: () => last.done,
    intents,
  }
}
