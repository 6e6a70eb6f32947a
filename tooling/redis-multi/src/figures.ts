import type { InstanceReport } from './instance.ts'
import { idOf } from './instance.ts'
import { Latencies, type LatencySummary } from './latencies.ts'

export interface InstanceFigures {
  readonly index: number
  readonly connected: boolean
  readonly published: number
  /** From each of the others, in their order. */
  readonly receivedFrom: readonly number[]
  readonly received: number
}

export interface Figures {
  readonly instances: readonly InstanceFigures[]
  readonly seconds: number
  readonly published: number
  readonly received: number
  /** Received, of what all others published. */
  readonly deliveryRate: number
  readonly selfReceived: number
  readonly errors: number
  /** What the bridges themselves count as lost. */
  readonly lost: number
  readonly latency: LatencySummary | undefined
  readonly publishedPerSecond: number
  readonly receivedPerSecond: number
  readonly passed: boolean
}

/** @param seconds how long was published */
export function figuresOf(reports: readonly InstanceReport[], seconds: number): Figures {
  const instances = reports.map((report) => instanceFigures(report, reports))
  const published = sum(instances.map((one) => one.published))
  const received = sum(instances.map((one) => one.received))
  const expected = expectedOf(reports)
  const selfReceived = sum(reports.map((report) => report.selfReceived))
  const errors = sum(reports.map((report) => report.errors))
  const latencies = new Latencies()
  for (const { latency } of reports) latencies.merge(latency)
  const isWhole = expected > 0 && instances.every((one) => isComplete(one, reports))
  return {
    instances,
    seconds,
    published,
    received,
    deliveryRate: expected === 0 ? 0 : received / expected,
    selfReceived,
    errors,
    lost: sum(reports.map((report) => report.lost)),
    latency: latencies.summary,
    publishedPerSecond: published / seconds,
    receivedPerSecond: received / seconds,
    passed: isWhole && selfReceived === 0 && errors === 0 && instances.every(({ connected }) => connected),
  }
}

/** Every event is to reach every instance but its own. */
export const expectedOf = (reports: readonly InstanceReport[]): number =>
  sum(reports.map(({ published }) => published)) * (reports.length - 1)

export const receivedIn = (reports: readonly InstanceReport[]): number =>
  sum(reports.flatMap(({ received }) => Object.values(received)))

function instanceFigures(report: InstanceReport, all: readonly InstanceReport[]): InstanceFigures {
  const { connected, index, published, received } = report
  const receivedFrom = all.filter((other) => other.index !== index).map((other) => received[idOf(other.index)] ?? 0)
  return { index, connected, published, receivedFrom, received: sum(Object.values(received)) }
}

/** From each exactly what it published: one too many must not make up for one too few. */
function isComplete({ index, receivedFrom }: InstanceFigures, all: readonly InstanceReport[]): boolean {
  const others = all.filter((other) => other.index !== index)
  return others.every(({ published }, i) => receivedFrom[i] === published)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
