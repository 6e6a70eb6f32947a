import { InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import { readRequest } from './options.ts'

const DEFAULTS = { url: 'http://127.0.0.1:8081', by: 'ada' }

const read = (line: string) => readRequest(line.split(' ').filter(Boolean), DEFAULTS)

test.each([
  ['list', '/bots'],
  ['list grid-a', '/bots/grid-a'],
])('%s looks at %s', (line, path) => {
  expect(read(line)).toMatchObject({ kind: 'list', path, url: DEFAULTS.url, json: false })
})

test.each([
  ['pause grid-a --reason news', '/bots/grid-a/pause'],
  ['resume grid-a --reason news', '/bots/grid-a/resume'],
  ['flatten grid-a --reason=news', '/bots/grid-a/flatten'],
  ['halt grid-a --reason news', '/bots/grid-a/halt'],
  ['halt --reason news', '/halt'],
  ['rearm --reason news', '/rearm'],
  ['reload --reason news', '/reload'],
  ['-- halt --reason news', '/halt'],
])('%s is POST %s', (line, path) => {
  expect(read(line)).toEqual({ kind: 'command', path, url: DEFAULTS.url, reason: 'news', by: 'ada' })
})

test('who and where can be said', () => {
  expect(read('halt --reason news --by bob --url http://10.0.0.7:9000/')).toMatchObject({
    by: 'bob',
    url: 'http://10.0.0.7:9000',
  })
})

test('an id is no way out of its path', () => {
  expect(read('pause ../halt --reason x')).toMatchObject({ path: '/bots/..%2Fhalt/pause' })
})

test.each([
  ['', /command "" cannot be used: there are list, pause/],
  ['paus grid-a', /did you mean pause\?/],
  ['pause --reason news', /pause needs the id of one/],
  ['reload grid-a --reason news', /leave the id away/],
  ['halt', /--reason "" cannot be used: say why/],
  ['halt a b --reason news', /no more than one/],
  ['list --url nowhere', /--url "nowhere"/],
  ['list --force', /--force/],
])('"%s" names what is wrong', (line, message) => {
  expect(() => read(line)).toThrow(InvalidInputError)
  expect(() => read(line)).toThrow(message)
})

test('what needs no executor says so', () => {
  expect(read('check mine.yaml')).toEqual({ kind: 'check', file: 'mine.yaml' })
  expect(read('schema')).toEqual({ kind: 'schema' })
  expect(read('halt --help')).toEqual({ kind: 'help' })
})
