import { expect, test } from 'vitest'
import { withTables } from './update-docs.ts'

const page = (between: string): string => `before\n<!-- bench:start -->\n${between}<!-- bench:end -->\nafter\n`

test('replaces what stands between the marks and nothing else, however often', () => {
  const once = withTables(page('old tables\n'), 'bench', 'new tables\n')

  expect(once).toBe(page('new tables\n'))
  expect(withTables(once, 'bench', 'new tables\n')).toBe(once)
})

test('refuses a page without a place for tables', () => {
  expect(() => withTables('no marks', 'bench', 'tables')).toThrow('bench:start')
})

test('leaves the tables of the other alone', () => {
  const both = `${page('tables\n')}<!-- redis:start -->\nold\n<!-- redis:end -->\n`
  expect(withTables(both, 'redis', 'new')).toBe(both.replace('old', 'new'))
  expect(() => withTables(page(''), 'redis', 'tables')).toThrow('redis:start')
})
