import { setImmediate as nextTurn } from 'node:timers/promises'
import { getHeapCodeStatistics, setFlagsFromString } from 'node:v8'

/** Bytes that are left after a collection. */
export interface LiveHeap {
  /** What the program keeps. */
  readonly data: number
  /** What V8 made of the program: it goes on compiling what runs rarely, such as a reconnection, for hours. */
  readonly code: number
}

/** To be called before anything has run. @throws Error when there is no way to ask for a collection */
export function prepareHeap(): void {
  if (globalThis.gc === undefined) throw new Error('run it as `pnpm soak`, which starts node with --expose-gc')
  // What V8 learns of a function otherwise gets its room at the eighth call, and looks like data.
  setFlagsFromString('--no-lazy-feedback-allocation')
}

export async function liveHeap(): Promise<LiveHeap> {
  // Node keeps a record of each of the first 250 requests by `fetch`.
  performance.clearResourceTimings()
  globalThis.gc?.()
  await nextTurn()
  globalThis.gc?.()

  const { bytecode_and_metadata_size, code_and_metadata_size } = getHeapCodeStatistics()
  const code = code_and_metadata_size + bytecode_and_metadata_size
  return { data: process.memoryUsage().heapUsed - code, code }
}
