import { EVENT_TYPES, type EventType } from '@md/types'

/** Counters of one bridge, from its making on. */
export class Counters {
  published = 0
  batches = 0
  acked = 0
  resent = 0
  refilled = 0
  fenced = 0
  conflated = 0
  received = 0
  delivered = 0
  duplicates = 0
  gaps = 0
  repaired = 0
  lost = 0
  unknownLosses = 0
  epochChanges = 0
  lastValues = 0
  selfFiltered = 0
  handlerErrors = 0
  decodeErrors = 0
  unknownVersions = 0
  errors = 0
  refused = 0
  intakeDropped = 0
  standby = 0
  readonly publishDropped: Record<EventType, number> = Object.fromEntries(
    EVENT_TYPES.map((type) => [type, 0]),
  ) as Record<EventType, number>
}
