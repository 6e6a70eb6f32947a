import { existsSync, readFileSync } from 'node:fs'
import type { RestAnswer, RestRequest } from './server/rest.ts'
import { json } from './server/rest.ts'

/** Raw frames somebody recorded, and the REST bodies recorded beside them. */
export interface Recording {
  readonly frames: readonly string[]
  /** When each came, in ms after the first; `undefined` where no times were recorded. */
  readonly offsets: readonly number[] | undefined
  readonly rest: readonly RecordedBody[]
}

interface RecordedBody {
  readonly url: URL
  readonly body: string
}

/** Reads `X.ndjson`, and beside it `X.times`, `X.rest.ndjson` and `X.rest.meta.ndjson` where they are. */
export function readRecording(path: string): Recording {
  const lines = linesOf(path)
  const stem = path.replace(/\.ndjson$/, '')
  const times = existsSync(`${stem}.times`) ? linesOf(`${stem}.times`).map((line) => Number(line) * 1000) : []
  const [first] = times
  const kept = lines.map((frame, index) => ({ frame, at: times[index] })).filter(({ frame }) => frame !== '')
  const timed = first !== undefined && kept.every(({ at }) => at !== undefined && Number.isFinite(at))
  return {
    frames: kept.map(({ frame }) => frame),
    offsets: timed ? kept.map(({ at }) => (at ?? first) - first) : undefined,
    rest: readBodies(stem),
  }
}

function readBodies(stem: string): readonly RecordedBody[] {
  if (!existsSync(`${stem}.rest.ndjson`) || !existsSync(`${stem}.rest.meta.ndjson`)) return []
  const bodies = linesOf(`${stem}.rest.ndjson`)
  return linesOf(`${stem}.rest.meta.ndjson`).flatMap((line, index) => {
    const body = bodies[index]
    if (line === '' || body === undefined) return []
    const meta: { readonly url: string } = JSON.parse(line)
    return [{ url: new URL(meta.url), body }]
  })
}

const linesOf = (path: string): readonly string[] => readFileSync(path, 'utf8').replace(/\n+$/, '').split('\n')

/** The body recorded for this request; how many rows were asked for does not matter. */
export function recordedAnswer({ rest }: Recording, { path, query }: RestRequest): RestAnswer | undefined {
  const found = rest.find(({ url }) => url.pathname === path && sameQuery(url.searchParams, query))
  return found && json(found.body)
}

function sameQuery(recorded: URLSearchParams, asked: URLSearchParams): boolean {
  const names = [...new Set([...recorded.keys(), ...asked.keys()])].filter((name) => name !== 'limit')
  return names.every((name) => recorded.get(name) === asked.get(name))
}
