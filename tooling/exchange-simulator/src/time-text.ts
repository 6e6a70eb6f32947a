const DAY_MS = 86_400_000

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** The civil date of a number of days since 1970-01-01 (Hinnant's algorithm); only clock.ts may touch `Date`. */
function civilDay(days: number): Day {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const ofEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * ofYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  }
}

/** When the UTC month that holds this moment began, `offset` months later. */
export function monthStart(ms: number, offset = 0): number {
  const { year, month } = civilDay(Math.floor(ms / DAY_MS))
  const months = year * 12 + month - 1 + offset
  return daysFromCivil(Math.floor(months / 12), (months % 12) + 1) * DAY_MS
}

function daysFromCivil(year: number, month: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5)
  const ofEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear
  return era * 146_097 + ofEra - 719_468
}

let textSecond = Number.NaN
let textOfSecond = ''

const two = (value: number): string => String(value).padStart(2, '0')

function secondText(seconds: number): string {
  if (seconds === textSecond) return textOfSecond
  const { year, month, day } = civilDay(Math.floor(seconds / 86_400))
  const rest = seconds % 86_400
  const clock = `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`
  textSecond = seconds
  textOfSecond = `${year}-${two(month)}-${two(day)}T${clock}`
  return textOfSecond
}

/** RFC 3339 in UTC with `decimals` digits of the second: `2026-07-07T22:58:17.421061Z`. */
export function isoTime(ms: number, decimals = 6): string {
  const micros = Math.floor(ms * 1000)
  const seconds = Math.floor(micros / 1_000_000)
  if (decimals === 0) return `${secondText(seconds)}Z`
  const fraction = String(micros - seconds * 1_000_000).padStart(6, '0')
  return `${secondText(seconds)}.${fraction.padEnd(decimals, '0').slice(0, decimals)}Z`
}

/** Unix seconds with micros, as Kraken REST stamps trades: `1688671200.123456`. */
export function unixSeconds(ms: number): string {
  const micros = Math.floor(ms * 1000)
  const seconds = Math.floor(micros / 1_000_000)
  return `${seconds}.${String(micros - seconds * 1_000_000).padStart(6, '0')}`
}

const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Sat, 21 Nov 26 08:43:08 +0000`, as Kraken's `Time` has it. */
export function rfc1123(ms: number): string {
  const days = Math.floor(ms / DAY_MS)
  const { day, month, year } = civilDay(days)
  const clock = secondText(Math.floor(ms / 1000)).slice(11)
  return `${WEEKDAYS[days % 7]}, ${two(day)} ${MONTHS[month - 1]} ${two(year % 100)} ${clock} +0000`
}
