/**
 * Whether two values are the same JSON, members in the same order: what reads it again may rely on that. What only looks
 * the same, such as a member that is undefined and one that is not there, may be told as another.
 */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  return Array.isArray(a) ? Array.isArray(b) && isSameList(a, b) : !Array.isArray(b) && hasSameMembers(a, b)
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!isSameJson(a[i], b[i])) return false
  return true
}

function hasSameMembers(a: object, b: object): boolean {
  const keys = Object.keys(a)
  const others = Object.keys(b)
  if (keys.length !== others.length) return false
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as keyof typeof a
    if (key !== others[i] || !isSameJson(a[key], b[key])) return false
  }
  return true
}
