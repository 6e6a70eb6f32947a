import type { Subscription } from '@md/types'

/** Where a subscription is fed from: an exchange's adapter, or the bridge. */
export interface Source {
  /**
   * Resolves when `want` is fed. Once `signal` has aborted the outcome does not matter to anybody.
   * Asking again, deeper, while it is fed is allowed.
   */
  subscribe(want: Subscription, signal: AbortSignal): Promise<void>
  /** Also while `subscribe` is pending. */
  unsubscribe(want: Subscription): Promise<void>
}
