import { basename } from 'node:path'

/** The part of V8's `.cpuprofile` that is read here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

export interface SelfTime {
  readonly name: string
  readonly where: string
  /** Of the time that was not idle. */
  readonly share: number
}

const IDLE = '(idle)'

/** Functions by the time spent in themselves, the dearest first. */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): readonly SelfTime[] {
  const functions = new Map(nodes.map(({ callFrame, id }) => [id, callFrame]))
  const times = new Map<string, { name: string; where: string; time: number }>()
  let total = 0
  for (const [i, id] of samples.entries()) {
    const { functionName, lineNumber, url } = functions.get(id) ?? { functionName: '?', lineNumber: -1, url: '' }
    if (functionName === IDLE) continue
    const time = timeDeltas[i] ?? 0
    // What tsx made stands on one line, so a first line says nothing.
    const where = lineNumber > 0 ? `${basename(url)}:${lineNumber + 1}` : basename(url)
    const key = `${functionName} ${where}`
    const entry = times.get(key) ?? { name: functionName === '' ? '(anonymous)' : functionName, where, time: 0 }
    entry.time += time
    times.set(key, entry)
    total += time
  }
  return [...times.values()]
    .sort((a, b) => b.time - a.time)
    .map(({ name, time, where }) => ({ name, where, share: time / total }))
}
