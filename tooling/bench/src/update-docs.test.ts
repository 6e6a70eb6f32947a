import { expect, test } from 'vitest'
import { withTables } from './update-docs.ts'

const page = (between: string): string => `before\n<!-- bench:start -->\n${between}<!-- bench:end -->\nafter\n`

test('replaces what stands between the marks and nothing else, however often', () => {
  const once = withTables(page('old tables\n'), 'new tables\n')

  expect(once).toBe(page('new tables\n'))
  expect(withTables(once, 'new tables\n')).toBe(once)
})

test('refuses a page without a place for tables', () => {
  expect(() => withTables('no marks', 'tables')).toThrow('bench:start')
})
