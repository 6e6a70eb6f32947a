/** What is needed to tell whether the far end of a socket is alive. */
export interface Pulse {
  /** How much has been received so far: anything counts. */
  received(): number
  /** Whether the exchange is expected to speak. */
  expecting(): boolean
  /** ms until a ping may be sent. */
  room(): number
  ping(): void
  /** What had been received when the last question was asked. */
  asked: number | undefined
  fail(reason: string): void
  /** Forgotten when the session ends. */
  after(ms: number, task: () => void): void
}

interface PingTimes {
  readonly pingInterval: number
  readonly pongTimeout: number
}

/** Asks, and takes anything that arrives for the answer. Until then one question is enough, whoever asks. */
export function probe(pulse: Pulse, times: PingTimes): void {
  const before = pulse.received()
  if (pulse.asked === before) return
  const wait = pulse.room()
  if (wait > 0) {
    pulse.after(wait, () => probe(pulse, times))
    return
  }
  const { pongTimeout } = times
  pulse.asked = before
  pulse.ping()
  pulse.after(pongTimeout, () => {
    if (pulse.received() === before) pulse.fail(`no answer to a ping within ${pongTimeout} ms`)
  })
}

/** Asks every `pingInterval`: a half-open connection looks like a quiet one until it is asked. */
export function keepAlive(pulse: Pulse, times: PingTimes): void {
  pulse.after(times.pingInterval, () => {
    probe(pulse, times)
    keepAlive(pulse, times)
  })
}

/** For venues that always say something within `silence` ms. Two looks in a row without a frame between them are a silence. */
export function watchSilence(pulse: Pulse, silence: number | undefined, seen = 0, silentLooks = 0): void {
  if (silence === undefined) return
  pulse.after(silence / 2, () => {
    const quiet = pulse.received() === seen && pulse.expecting()
    if (quiet && silentLooks > 0) pulse.fail(`silent for ${silence} ms`)
    else watchSilence(pulse, silence, pulse.received(), quiet ? silentLooks + 1 : 0)
  })
}
