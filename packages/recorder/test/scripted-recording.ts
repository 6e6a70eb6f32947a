import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry, Happening } from '../src/entry.ts'
import { FolderRecording, type Manifest } from '../src/index.ts'
import { aFolder } from './kit.ts'

/** A line of a script: ms from the start, and what happened. */
export type Line = readonly [mono: number, happening: Happening & { readonly together?: true }]

const EPOCH = 1_750_000_000_000

/** A recording of Kraken, written by hand. */
export async function scripted(lines: readonly Line[], options: Manifest['options'] = {}): Promise<string> {
  const folder = aFolder()
  const sink = new FolderRecording({ exchange: 'kraken', folder })
  sink.configured(options)
  for (const [mono, happening] of lines) sink.write({ at: EPOCH + mono, mono, ...happening } as Entry)
  await sink.close()
  return folder
}

/** As one that was killed in its middle would leave it. */
export function torn(folder: string, text: string): void {
  writeFileSync(join(folder, '000002.ndjson'), text)
}

export const trade = (id: number, price = 100): string =>
  `{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"buy","price":${price},"qty":1,"ord_type":"limit","trade_id":${id},"timestamp":"2026-08-24T10:00:00.000000Z"}]}`

/** Connected, and trades of BTC/USD subscribed; REST is away, so the symbol goes by rule. */
export const SUBSCRIBED: readonly Line[] = [
  [0, { kind: 'call', method: 'connect' }],
  [0, { kind: 'dial', socket: 1, url: 'wss://ws.kraken.com/v2' }],
  [10, { kind: 'open', socket: 1 }],
  [11, { kind: 'call', method: 'subscribe', request: { channel: 'trades', symbol: 'BTC/USD' } }],
  [
    12,
    { kind: 'rest-failure', url: 'https://api.kraken.com/0/public/AssetPairs?assetVersion=1', reason: 'ECONNREFUSED' },
  ],
]

export const incoming = (mono: number, text: string, socket = 1): Line => [mono, { kind: 'in', socket, text }]
