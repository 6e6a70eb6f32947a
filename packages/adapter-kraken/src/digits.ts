/** What `JSON.parse` takes for a number. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** A number of a level, up to the end of its object or the next field. Within a JSON text, only a key can look like this. */
const LEVEL_NUMBER =
  /"(price|qty)"[ \t\r\n]*:[ \t\r\n]*(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[ \t\r\n]*[,}])/g

/**
 * Puts the numbers of levels into quotes, so that `JSON.parse` hands out the venue's own digits: of `0.10000000` it would
 * leave `0.1`, and the checksum is made of all of them. What is not a JSON number is left for `JSON.parse` to refuse.
 */
export const quoteNumbers = (text: string): string => text.replace(LEVEL_NUMBER, '"$1":"$2"')

export const isNumberText = (value: unknown): value is string => typeof value === 'string' && NUMBER.test(value)

/**
 * A number above 0 as the checksum wants it: without its point and without leading zeros, so `0.00100000` is `100000`.
 * An exponent is carried out with the digits that are there: `1e-8` is `1`, as `0.00000001` is.
 */
export function significantDigits(number: string): string {
  const [mantissa = '', exponent = '0'] = number.split(/[eE]/)
  const [whole = '', fraction = ''] = mantissa.split('.')
  const missing = Math.max(0, Number(exponent) - fraction.length)
  return `${whole}${fraction}${'0'.repeat(missing)}`.replace(/^0+/, '')
}
