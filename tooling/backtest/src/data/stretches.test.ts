import { expect, test } from 'vitest'
import { holesOf, type Stretch } from './stretches.ts'

const aStretch = (first: number, last: number, isCutOff = false): Stretch => ({
  first,
  last,
  files: [`00000${last}.ndjson.gz`],
  isCutOff,
})

test.each<[string, readonly Stretch[], readonly string[]]>([
  ['nothing', [aStretch(1, 3)], []],
  ['its beginning', [aStretch(2, 3)], ['of lacks its beginning: segment 1 is missing.']],
  ['its end', [aStretch(1, 3, true)], ['of lacks its end: 000003.ndjson.gz is cut off']],
  ['segments', [aStretch(1, 2), aStretch(5, 6)], ['of has a hole: segments 3 to 4 are missing.']],
  ['the end of a segment', [aStretch(1, 2, true), aStretch(3, 4)], ['of has a hole: 000002.ndjson.gz is cut off.']],
  [
    'all of that',
    [aStretch(3, 4, true), aStretch(6, 7, true)],
    [
      'of lacks its beginning: segments 1 to 2 are missing.',
      'of has a hole: 000004.ndjson.gz is cut off, and segment 5 is missing.',
      'of lacks its end: 000007.ndjson.gz is cut off',
    ],
  ],
])('a recording that lacks %s says so', (_, stretches, sentences) => {
  expect(holesOf('of', stretches)).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)))
})
