import type { Dice } from './dice.ts'

/** A JSON text in its parts: those of an object or a list, or the text of a value as it stands. */
type Part = string | { readonly open: '{' | '['; readonly members: readonly Member[] }

interface Member {
  /** With its quotes; empty in a list. */
  readonly key: string
  readonly value: Part
}

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+)/y

/**
 * The same message as other software might write it: keys in another order, fields more, spaces, letters escaped,
 * numbers with exponents and needless zeros; sometimes numbers are changed, too, and then it is another message.
 * `text` must be JSON.
 */
export function relaid(text: string, dice: Dice): string {
  const tokens = [...tokensOf(text)].reverse()
  return written(partOf(tokens), dice)
}

function* tokensOf(text: string): Generator<string> {
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) yield found[1] ?? ''
}

function partOf(tokens: string[]): Part {
  const open = tokens.pop() ?? ''
  if (open !== '{' && open !== '[') return open
  const members: Member[] = []
  while (tokens.length > 0 && !CLOSING.has(tokens.at(-1))) members.push(memberOf(tokens, open))
  tokens.pop()
  return { open, members }
}

const CLOSING: ReadonlySet<string | undefined> = new Set(['}', ']'])

/** One member, and the comma behind it. */
function memberOf(tokens: string[], open: '{' | '['): Member {
  const key = open === '{' ? (tokens.pop() ?? '') : ''
  if (open === '{') tokens.pop()
  const value = partOf(tokens)
  if (tokens.at(-1) === ',') tokens.pop()
  return { key, value }
}

function written(part: Part, dice: Dice): string {
  if (typeof part === 'string') return part.startsWith('"') ? textWritten(part, dice) : numberWritten(part, dice)
  const { open, members } = part
  const all = members.map(
    ({ key, value }) => (key === '' ? '' : `${textWritten(key, dice)}${gap(dice)}:${gap(dice)}`) + written(value, dice),
  )
  if (open === '[') return `[${all.join(`${gap(dice)},`)}]`
  if (dice.once(6)) all.push(dice.of(['"more":[{}]', '"x":null', '"price":"1"', '"e":{"s":1}']))
  return `{${(dice.once(3) ? dice.shuffled(all) : all).join(`${gap(dice)},${gap(dice)}`)}}`
}

const gap = (dice: Dice): string => (dice.once(30) ? dice.of([' ', '\n', '\t', '\r\n  ']) : '')

const DECIMAL = /^"\d+(\.\d+)?"$/

function textWritten(text: string, dice: Dice): string {
  if (DECIMAL.test(text) && dice.once(8)) return `"${decimalWritten(text.slice(1, -1), dice)}"`
  if (!dice.once(25) || text.length < 3) return text
  const at = 1 + dice.below(text.length - 2)
  const letter = text.charCodeAt(at).toString(16).padStart(4, '0')
  return `${text.slice(0, at)}\\u${letter}${text.slice(at + 1)}`
}

const decimalWritten = (text: string, dice: Dice): string =>
  dice.of([
    `0${text}`,
    `${text}0`,
    `${text}e0`,
    `${text}E-3`,
    ` ${text}`,
    `-${text}`,
    '',
    '0',
    '1e999',
    dice.digits(30),
    '.5',
    '5.',
  ])

const NUMBER = /^\d+(\.\d+)?$/

const numberWritten = (text: string, dice: Dice): string =>
  NUMBER.test(text) && dice.once(10)
    ? dice.of([
        `${text}e0`,
        `${text}E+2`,
        `${text}e-3`,
        `-${text}`,
        `"${text}"`,
        '0',
        'null',
        dice.digits(30),
        `${text}.${dice.digits(5)}`,
        `0${text}`,
      ])
    : text
