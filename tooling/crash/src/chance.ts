type Part = string | number

/** From 0 to below 1, the same for the same parts on every machine: chance that does not depend on what happens first. */
export function chance(...parts: readonly Part[]): number {
  let hash = 0x811c9dc5
  for (const char of parts.join('\u0000')) {
    hash ^= char.charCodeAt(0)
    hash = Math.imul(hash, 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** A whole number from `from` to `to`, both included. */
export const between = (from: number, to: number, ...parts: readonly Part[]): number =>
  from + Math.floor(chance(...parts) * (to - from + 1))

/** One of them. `undefined` where there is none. */
export const oneOf = <T>(things: readonly T[], ...parts: readonly Part[]): T | undefined =>
  things[Math.floor(chance(...parts) * things.length)]
