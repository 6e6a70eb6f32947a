import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { print } from '../print.ts'
import { packAll } from './pack.ts'

/** `pnpm pack-to FOLDER`: the tarballs of a release. */
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('say where to: pnpm pack-to FOLDER')

const target = resolve(folder)
await mkdir(target, { recursive: true })
for (const { tarball } of await packAll(process.cwd(), target)) print(tarball)
