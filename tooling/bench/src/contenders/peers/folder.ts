import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** A package.json and a lockfile of their own, outside the workspace: nobody who installs the project gets the peers. */
export const PEERS_FOLDER = fileURLToPath(new URL('../../../peers/', import.meta.url))

/** A module of a peer. What it exports is the caller's to say: the few shapes in use. */
export const peerModule: (specifier: string) => unknown = createRequire(`${PEERS_FOLDER}package.json`)
