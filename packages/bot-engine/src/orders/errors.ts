import { MdError } from '@md/types'

/** The venue did what it may not: threw, answered with something else than an outcome, or did not answer. */
export class VenueFaultError extends MdError {
  readonly code = 'VENUE_FAULT'
  readonly recovery = 'skip'

  constructor(call: 'place' | 'cancel' | 'find', clientOrderId: string, fault: string) {
    super(`${call} of ${clientOrderId} has no outcome: ${fault}`, { call, clientOrderId, fault })
  }
}

/** An order was not sent, because it could not be written down first. */
export class NotWrittenError extends MdError {
  readonly code = 'ORDER_NOT_WRITTEN'
  readonly recovery = 'stop'

  constructor(clientOrderId: string, fault: string) {
    super(`${clientOrderId} was not sent: it could not be written down (${fault})`, { clientOrderId, fault })
  }
}

/** Nothing may trade: what the venue has is not known. */
export class ReconcileError extends MdError {
  readonly code = 'RECONCILE_FAILED'
  readonly recovery = 'stop'

  constructor(botId: string, failures: readonly string[]) {
    super(`${botId} cannot be reconciled with the venue, and does not trade before it is: ${failures.join('; ')}`, {
      botId,
      failures: failures.length,
    })
  }
}
