/** The machine's monotonic clock, the same in every process: whole microseconds. */
export const microseconds = (): number => Number(process.hrtime.bigint() / 1_000n)
