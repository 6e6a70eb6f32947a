import type { BotPlan } from './bots-file.ts'

/** What has to happen so that one set of bots becomes another. */
export interface Changes {
  readonly added: readonly BotPlan[]
  /** Ids. */
  readonly removed: readonly string[]
  readonly changed: readonly BotPlan[]
  /** Ids. */
  readonly same: readonly string[]
}

/** Bots are told apart by id, and have changed when anything of what was written down did. */
export function changesBetween(before: readonly BotPlan[], after: readonly BotPlan[]): Changes {
  const old = new Map(before.map((plan) => [plan.id, textOf(plan)]))
  const ids = new Set(after.map(({ id }) => id))
  const known = after.filter(({ id }) => old.has(id))
  const changed = known.filter((plan) => old.get(plan.id) !== textOf(plan))
  return {
    added: after.filter(({ id }) => !old.has(id)),
    removed: before.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
    changed,
    same: known.filter((plan) => !changed.includes(plan)).map(({ id }) => id),
  }
}

const textOf = ({ strategy, ...rest }: BotPlan): string =>
  JSON.stringify([strategy.name, strategy.version, inOrder(rest)])

/** The order in which somebody wrote names down is no difference. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, inOrder(inner)]),
  )
}
