import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aTicker, aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { EventFile } from './events-ndjson.ts'
import type { PlayedEvent } from './played-event.ts'

const FOLDER = mkdtempSync(join(tmpdir(), 'events-'))

function aFile(text: string): EventFile {
  const path = join(FOLDER, 'events.ndjson')
  writeFileSync(path, text)
  return new EventFile(path)
}

async function all(file: EventFile): Promise<PlayedEvent[]> {
  const events: PlayedEvent[] = []
  for await (const batch of file.read()) events.push(...batch)
  return events
}

const ticker = (receivedAt: number): PlayedEvent => ({ type: 'ticker', data: aTicker({ receivedAt }) })
const json = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('')

test('events are read as they were written, and late ones and silence are counted', async () => {
  const events: PlayedEvent[] = [
    ticker(1_000),
    {
      type: 'gap',
      data: { exchange: 'binance', symbol: 'X/Y', channel: 'ticker', missed: 1, recovered: false, cause: 'drop' },
    },
    {
      type: 'exchange:connected',
      data: { exchange: 'binance', state: 'CONNECTED', previous: 'CONNECTING', reason: 'r', at: 6_500 },
    },
    ticker(6_000),
    ticker(7_000),
  ]
  const file = aFile(json(events))
  expect(await all(file)).toEqual(events)
  expect(file.counts).toEqual({ events: 5, skipped: 0, late: 1, longestSilenceMs: 5_500, cutOff: false })
})

test('of a journal the market inputs are taken', async () => {
  const trade: PlayedEvent = { type: 'trade', data: aTrade() }
  const file = aFile(
    json([
      { n: 1, at: 1, type: 'command', command: 'start', reason: '' },
      { n: 2, at: 2, type: 'market', event: trade },
      { n: 3, at: 2, type: 'note', message: 'm' },
    ]),
  )
  expect(await all(file)).toEqual([trade])
  expect(file.counts).toMatchObject({ events: 1, skipped: 2 })
})

test('a last line that was cut off is left out and told', async () => {
  const file = aFile(`${json([ticker(1)])}\n{"type":"tick`)
  expect(await all(file)).toEqual([ticker(1)])
  expect(file.counts.cutOff).toBe(true)
})

test('a last line without a line break is one like the others', async () => {
  const file = aFile(json([ticker(1), ticker(2)]).trimEnd())
  expect(await all(file)).toHaveLength(2)
  expect(file.counts.cutOff).toBe(false)
})

test.each([
  ['{"type":"tick'],
  ['7'],
  ['{"type":"quote","data":{}}'],
  ['{"type":"ticker","data":{"exchange":"binance","symbol":"X/Y"}}'],
  ['{"type":"ticker","data":{"exchange":"binance","receivedAt":1}}'],
  ['{"type":"exchange:error","data":{"exchange":"binance"}}'],
  ['{"n":1,"at":1,"type":"market","event":{"type":"trade"}}'],
])('a line %s is no event: it is named', async (line) => {
  await expect(all(aFile(`${json([ticker(1)])}${line}\n`))).rejects.toThrow(
    /events.ndjson, line 2: .*a market event as JSON/,
  )
})
