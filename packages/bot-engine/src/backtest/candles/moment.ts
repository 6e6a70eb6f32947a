/** 10-digit seconds, 13-digit ms, 16-digit µs and 19-digit ns lie this far apart for any year that has candles. */
const UNITS: readonly (readonly [below: number, perMs: number])[] = [
  [1e11, 1e-3],
  [1e14, 1],
  [1e17, 1e3],
  [1e20, 1e6],
]

const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?)?(?:Z|\+00:?00| UTC)?$/

/** Seconds, ms, µs or ns since the epoch, by their size, or `2024-01-31 23:59:00` in UTC; as ms. NaN for anything else. */
export function toMs(text: string): number {
  const number = text === '' ? Number.NaN : Number(text)
  if (!Number.isNaN(number)) return fromEpoch(number)
  const [, day, minute = '00:00', second = ':00'] = DATE.exec(text) ?? []
  // biome-ignore lint/style/noRestrictedGlobals: parses a text; no clock is read.
  return day === undefined ? Number.NaN : Date.parse(`${day}T${minute}${second}Z`)
}

function fromEpoch(number: number): number {
  const unit = UNITS.find(([below]) => number < below)
  return number > 0 && unit !== undefined ? Math.floor(number / unit[1]) : Number.NaN
}
