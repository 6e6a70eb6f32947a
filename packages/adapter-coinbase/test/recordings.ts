import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const BESIDE_THE_REPOSITORY = fileURLToPath(new URL('../../../../shared/recordings', import.meta.url))

/** Where real traffic is kept: not in this repository, whose licence does not cover all of it. */
// biome-ignore lint/style/noProcessEnv: the folder is the machine's, not the package's.
const folder = `${process.env['MD_RECORDINGS'] ?? BESIDE_THE_REPOSITORY}/coinbase`

export const recordingsAreHere = existsSync(folder)

/** For the name of a suite. */
export const whyNot = recordingsAreHere ? '' : ` (skipped: no recordings at ${folder}; set MD_RECORDINGS)`

export const linesOf = (file: string): readonly string[] =>
  readFileSync(`${folder}/${file}.ndjson`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
