/** What the parts of a measurement tell each other. Each runs in a process of its own. */

export interface ServerOrder {
  readonly workload: string
  readonly frames: number
  readonly seed: number
  /** Frames a second, in bursts of so many; absent: as fast as the client reads. */
  readonly pace?: { readonly perSecond: number; readonly burst: number }
  /** Folder with recorded frames, for a workload made from them. */
  readonly recordings?: string | undefined
}

export type FromServer = { readonly kind: 'listening'; readonly port: number } | { readonly kind: 'subscribed' }

export interface ClientOrder {
  readonly contender: string
  readonly workload: string
  readonly frames: number
  readonly port: number
  /** Measure from the server's write to the handler, for frames that carry the time of their write. */
  readonly latency: boolean
  readonly recordings?: string | undefined
  /** File to write a CPU profile of the work into: without the start, without the imports. */
  readonly profile?: string | undefined
}

export interface Percentiles {
  readonly p50: number
  readonly p99: number
  readonly p999: number
}

/** What a measurement finds: of the frames behind the warm-up, unless it says otherwise. */
export interface Measured {
  readonly frames: number
  readonly wallMs: number
  readonly cpuMs: number
  /** Of the whole process. */
  readonly maxRssMb: number
  /** Share of all frames that became an event at the listener. */
  readonly seen: number
  /** Microseconds. */
  readonly latency: Percentiles | undefined
}

export type FromClient = { readonly kind: 'ready' } | { readonly kind: 'result'; readonly result: Measured }
