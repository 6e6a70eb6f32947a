import { type BackoffPolicy, backoffDelay } from '@md/runtime'

/** Between tries of what the venue declined or could not give: it must not be hammered. Times in ms. */
export const RETRY: BackoffPolicy = { initialDelay: 1_000, maxDelay: 30_000, backoffMultiplier: 2, jitterFactor: 0.5 }

/** How often a subscription that the venue declines, though it may well take it, is asked for again. */
export const RETRIES = 5

/** The longest that may have to be waited after so many failures in a row (from 1), in ms. */
export const longestRetryDelay = (failures: number): number => backoffDelay(failures, RETRY, () => 0)
