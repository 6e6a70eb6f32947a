import { type Clock, type Logger, reportOf } from '@md/types'

const SIGNALS = { SIGINT: 2, SIGTERM: 15 } as const

type Signal = keyof typeof SIGNALS

/** What is used of `process`. */
export interface Signalled {
  on(signal: Signal, listener: () => void): unknown
  exit(code: number): void
}

export interface ShutdownOptions {
  readonly process: Signalled
  readonly clock: Clock
  readonly logger: Logger
  /** How long the draining may take, in ms. */
  readonly deadlineMs: number
  /** Ends everything in good order. */
  readonly drain: () => Promise<void>
}

/**
 * On SIGTERM or SIGINT drains and leaves with 0, with 1 if that failed or took longer than the deadline.
 * A second signal leaves at once, with 128 and the signal's number.
 */
export function shutDownOnSignal({ clock, deadlineMs, drain, logger, process }: ShutdownOptions): void {
  let draining = false
  const leave = async (signal: Signal): Promise<void> => {
    logger.info({ signal, deadlineMs }, 'draining')
    const cancel = clock.after(deadlineMs, () => {
      logger.error({ deadlineMs }, 'draining took too long')
      process.exit(1)
    })
    const code = await drain().then(
      () => 0,
      (error: unknown) => {
        logger.error({ ...reportOf(error) }, 'draining failed')
        return 1
      },
    )
    cancel()
    logger.info({ code }, 'drained')
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (draining) process.exit(128 + SIGNALS[signal])
      draining = true
      void leave(signal)
    })
  }
}
