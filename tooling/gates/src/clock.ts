/** Seconds since some moment; only differences mean anything. */
export const seconds = (): number => performance.now() / 1000

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Aborts when the time is up, and keeps no process alive for it. */
export const timeLimit = (limitSeconds: number): AbortSignal => AbortSignal.timeout(limitSeconds * 1000)
