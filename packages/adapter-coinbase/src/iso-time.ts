import { toTime } from '@md/adapter-core'
import { digitsIn } from './digits.ts'

const DASH = 45
const POINT = 46
const COLON = 58
const T = 84
const Z = 90

const SHORTEST = '2026-07-07T22:58:17.421Z'.length
const LONGEST = '2026-07-07T22:58:17.421061000Z'.length

/**
 * The venue's time in ms since the epoch, else `undefined`. Never invented.
 * The same as `toTime`, but the venue's own layout (`2026-07-07T22:58:17.421061Z`) is read in a fraction of the time
 * that `Date.parse` takes, which was a fifth of decoding a trade.
 */
export function timeOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !hasLayout(value)) return toTime(value)
  const days = daysOf(digitsIn(value, 0, 4), digitsIn(value, 5, 7), digitsIn(value, 8, 10))
  const seconds = secondsOf(digitsIn(value, 11, 13), digitsIn(value, 14, 16), digitsIn(value, 17, 19))
  const ms = digitsIn(value, 20, 23)
  const isWhole = days > 0 && seconds >= 0 && ms >= 0 && digitsIn(value, 23, value.length - 1) >= 0
  return isWhole ? (days * 86_400 + seconds) * 1_000 + ms : toTime(value)
}

const hasLayout = (text: string): boolean =>
  text.length >= SHORTEST &&
  text.length <= LONGEST &&
  text.charCodeAt(10) === T &&
  text.charCodeAt(19) === POINT &&
  text.charCodeAt(text.length - 1) === Z &&
  hasSeparators(text)

const hasSeparators = (text: string): boolean =>
  text.charCodeAt(4) === DASH &&
  text.charCodeAt(7) === DASH &&
  text.charCodeAt(13) === COLON &&
  text.charCodeAt(16) === COLON

/**
 * Days from 1970-01-01 in the Gregorian calendar; -1 for what is no month or day.
 * Years are counted from March, so that a leap day is the last of its year.
 */
function daysOf(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1 || day > 31) return -1
  const y = month > 2 ? year : year - 1
  const fromMarch = month > 2 ? month - 3 : month + 9
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)
  return y * 365 + leapDays + Math.floor((fromMarch * 153 + 2) / 5) + day - 719_469
}

const secondsOf = (hour: number, minute: number, second: number): number =>
  hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60
    ? (hour * 60 + minute) * 60 + second
    : -1
