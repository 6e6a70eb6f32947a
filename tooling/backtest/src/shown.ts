/** `2026-01-31 12:00:00`, UTC. */
export const shownTime = (ms: number): string =>
  // biome-ignore lint/style/noRestrictedGlobals: writes a time down; no clock is read.
  new Date(ms).toISOString().slice(0, 19).replace('T', ' ')

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const

/** The two largest units, as in `3 d 4 h`. */
export function shownSpan(ms: number): string {
  const first = UNITS.findIndex(([, length]) => ms >= length)
  if (first < 0) return `${Math.round(ms)} ms`
  let rest = ms
  const parts = UNITS.slice(first, first + 2).map(([name, length]) => {
    const count = Math.floor(rest / length)
    rest -= count * length
    return count === 0 ? '' : `${count} ${name}`
  })
  return parts.filter(Boolean).join(' ')
}

/** In groups of three, with so many places. */
export const shownNumber = (value: number, places = 2): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places })

export const shownPercent = (fraction: number | undefined): string =>
  fraction === undefined ? '-' : `${shownNumber(100 * fraction)} %`

/** Of any size: four digits that mean something. */
export const shownRatio = (value: number | undefined): string =>
  value === undefined ? '-' : String(Number(value.toPrecision(4)))
