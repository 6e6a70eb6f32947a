import { expect, test } from 'vitest'
import { embedded, escaped } from './escape.ts'

const NASTY = `</script><img src=x onerror="alert('1')">&\u2028\u2029`

test('text cannot become an element or leave its attribute', () => {
  expect(escaped(NASTY)).not.toMatch(/[<>"']/)
  expect(escaped('a & b')).toBe('a &amp; b')
})

test('data cannot end the script they stand in, and are the same when they are read', () => {
  const text = embedded({ [NASTY]: [NASTY] })
  expect(text).not.toMatch(/[<>\u2028\u2029]/)
  expect(JSON.parse(text)).toEqual({ [NASTY]: [NASTY] })
})
