import type { z } from 'zod'
import { nearest } from '../file/nearest.ts'

type Issue = z.core.$ZodIssue

/** What is wrong with the value of that name, and what to write instead. */
export function sentenceOf(name: string, value: unknown, issue: Issue): string {
  if (value === undefined && issue.code === 'invalid_type') return `${name} is missing: ${allowed(issue, value)}`
  return `${name} ${shown(value)} cannot be used: ${allowed(issue, value)}`
}

const LONGEST = 60

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}

function allowed(issue: Issue, value: unknown): string {
  // Whoever wrote a message of his own knew more than this file does.
  if (!/^(Invalid|Too|Unrecognized)\b/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `write ${KINDS[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return oneOf(issue.values.map(String), value)
    case 'invalid_union':
      return alternatives(issue, value)
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'above' : 'from', issue.minimum)
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'below' : 'up to', issue.maximum)
    case 'not_multiple_of':
      return `write a multiple of ${issue.divisor}`
    default:
      return issue.message
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'names with values',
  record: 'names with values',
}

function oneOf(values: readonly string[], value: unknown): string {
  const near = typeof value === 'string' ? nearest(value, values) : undefined
  if (values.length === 1) return `write ${values[0]}`
  return `${near === undefined ? '' : `did you mean ${near}? `}write one of ${values.join(', ')}`
}

function alternatives(issue: Extract<Issue, { readonly code: 'invalid_union' }>, value: unknown): string {
  if ('options' in issue && Array.isArray(issue.options)) return oneOf(issue.options.map(String), value)
  const each = issue.errors.flatMap(([first]) => (first === undefined ? [] : [allowed(first, value)]))
  return each.length === 0
    ? issue.message
    : [...new Set(each)].map((text, index) => (index === 0 ? text : text.replace(/^write /, ''))).join(' or ')
}

function bound(origin: string, relation: string, limit: number | bigint): string {
  if (origin === 'string') return `write a text of ${relation} ${limit} characters`
  if (origin === 'array' || origin === 'set') return `write ${relation} ${limit} of them`
  return `write a number ${relation} ${limit}`
}
