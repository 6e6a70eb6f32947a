const ZERO = 48

/** The number in `text` from `start` to before `end`, appended to `before`; -1 when there is anything but digits. */
export function digitsIn(text: string, start: number, end: number, before = 0): number {
  let number = before
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - ZERO
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}
