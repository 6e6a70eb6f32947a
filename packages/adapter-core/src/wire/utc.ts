/** The day asked for last, and when it began. */
let knownDate = Number.NaN
let knownStart = Number.NaN

/** Ms since the epoch of a day written `20260707`, a time of it written `225817`, and ms. NaN: there is none such. */
export function utcMs(date: number, clock: number, ms: number): number {
  if (date !== knownDate) {
    knownDate = date
    knownStart = startOf(date)
  }
  const hour = Math.floor(clock / 10_000)
  const minute = Math.floor(clock / 100) % 100
  const second = clock % 100
  const exists = hour < 24 && minute < 60 && second < 60
  return exists ? knownStart + ((hour * 60 + minute) * 60 + second) * 1_000 + ms : Number.NaN
}

function startOf(date: number): number {
  const year = Math.floor(date / 10_000)
  const month = Math.floor(date / 100) % 100
  const day = date % 100
  const exists = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 31
  // biome-ignore lint/style/noRestrictedGlobals: counts days; no clock is read.
  return exists ? Date.UTC(year, month - 1, day) : Number.NaN
}
