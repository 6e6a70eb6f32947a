import type { Position } from './envelope.ts'

/** A place in the log as the id of its entry: Redis refuses any that is not above all before it. */
export const toLogId = ({ batch, fence }: Position): string => `${fence}-${batch}`

export function fromLogId(id: string): Position | undefined {
  const match = /^(\d+)-(\d+)$/.exec(id)
  return match === null ? undefined : { fence: Number(match[1]), batch: Number(match[2]) }
}
