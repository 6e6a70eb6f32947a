import { MdError } from '@md/types'

/** What was given has not been kept, or what was asked for cannot be told. */
export class StoreError extends MdError {
  readonly code = 'STORE_REFUSED'
  readonly recovery = 'stop'

  constructor(what: string, reason: string) {
    super(`the store refused ${what}: ${reason}`, { what, reason })
  }
}

/** Somebody else runs the bot by now, or its lease was given back. */
export class FencedError extends MdError {
  readonly code = 'LEASE_FENCED'
  readonly recovery = 'stop'

  constructor(botId: string, fence: number, latest: number) {
    const why = latest > fence ? `the lease with fence ${latest} is newer` : 'it has been released'
    super(`lease ${fence} of bot "${botId}" no longer holds: ${why}; acquire a new one`, { botId, fence, latest })
  }
}

/** A bot is run once at a time. */
export class LeaseHeldError extends MdError {
  readonly code = 'LEASE_HELD'
  readonly recovery = 'stop'

  constructor(botId: string, holder: string) {
    super(`bot "${botId}" is being run by ${holder}: stop it there first, or give this one another id`, {
      botId,
      holder,
    })
  }
}

/** One executor a file. */
export class StoreHeldError extends MdError {
  readonly code = 'STORE_HELD'
  readonly recovery = 'stop'

  constructor(path: string, holder: string, options?: ErrorOptions) {
    const wayOut = 'stop that executor, or give this one another file'
    super(`the store ${path} is in use by ${holder}: ${wayOut}`, { path, holder }, options)
  }
}

/** The file is none that can be used. It has not been changed. */
export class StoreUnusableError extends MdError {
  readonly code = 'STORE_UNUSABLE'
  readonly recovery = 'stop'

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`${path} cannot be used as a store: ${reason}`, { path, reason }, options)
  }
}

/** What was kept cannot be read, and the rest means nothing without it. */
export class StoreDamagedError extends MdError {
  readonly code = 'STORE_DAMAGED'
  readonly recovery = 'stop'

  constructor(botId: string, what: string, options?: ErrorOptions) {
    super(`the store of bot "${botId}" is damaged: ${what}; restore the file from a copy`, { botId, what }, options)
  }
}
