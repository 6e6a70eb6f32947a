/** What becomes of open orders when a bot ends. `flatten` cancels them and closes every position as well. */
export type StopPolicy = 'keep' | 'cancel' | 'flatten'

/** When a strategy fails. `guard`: orders that add exposure are taken back and barriers go on; `leave`: nothing is done. */
export type FailurePolicy = 'guard' | 'flatten' | 'leave'

/** What becomes of orders at the venue that look like the bot's and that it does not know. */
export type UnknownOrderPolicy = 'adopt' | 'ignore' | 'cancel'

export interface Policies {
  readonly onStop: StopPolicy
  readonly onFailure: FailurePolicy
  readonly unknownOrders: UnknownOrderPolicy
}

export const DEFAULT_POLICIES: Policies = { onStop: 'cancel', onFailure: 'guard', unknownOrders: 'cancel' }
