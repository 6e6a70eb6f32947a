import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject, parseJson } from '@md/adapter-core'
import { type ChannelRequest, type ExchangeId, InvalidInputError, isExchangeId } from '@md/types'
import type { PlainOptions } from '../entry.ts'

/** Of the folder and its lines. A reader refuses one it does not know. */
export const FORMAT = 1

const NAME = 'manifest.json'

/** What a recording is of. Times in ms since the epoch. */
export interface Manifest {
  readonly format: typeof FORMAT
  readonly exchange: ExchangeId
  readonly startedAt: number
  /** Unset: it still goes on, or was killed. */
  readonly endedAt?: number
  /** Everything that was subscribed at some time. */
  readonly subscriptions: readonly ChannelRequest[]
  readonly options: PlainOptions
  readonly versions: Readonly<Record<string, string>>
  /** Segments that had to go, so that the folder keeps to its limit. */
  readonly dropped: { readonly segments: number; readonly bytes: number }
  /** Why it was written, where something went wrong. */
  readonly trigger?: string
}

/** Whole or not at all: whoever reads meanwhile sees the one before. */
export function writeManifest(folder: string, manifest: Manifest): void {
  const path = join(folder, NAME)
  writeFileSync(`${path}.part`, `${JSON.stringify(manifest, undefined, 2)}\n`)
  renameSync(`${path}.part`, path)
}

/** @throws InvalidInputError for a folder that holds no recording we can read */
export function readManifest(folder: string): Manifest {
  const manifest = parseJson(textOf(folder))
  if (!isObject(manifest) || manifest['format'] !== FORMAT || !isExchangeId(manifest['exchange'])) {
    throw new InvalidInputError('recording', folder, `a folder with a ${NAME} of format ${FORMAT}`)
  }
  return manifest as unknown as Manifest
}

function textOf(folder: string): string {
  try {
    return readFileSync(join(folder, NAME), 'utf8')
  } catch {
    return ''
  }
}
