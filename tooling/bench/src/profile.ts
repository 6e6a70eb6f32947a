import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CpuProfile, selfTimes } from './self-times.ts'
import { measure } from './stage/measure.ts'

const TOP = 15

/** Not committed. */
const FOLDER = fileURLToPath(new URL('../profiles/', import.meta.url))

/** One contender's work on one workload under the profiler. Returns what to print: the file and where the time went. */
export async function profiled(
  contender: string,
  workload: string,
  { frames, recordings }: { readonly frames: number; readonly recordings?: string | undefined },
): Promise<string> {
  await mkdir(FOLDER, { recursive: true })
  const file = join(FOLDER, `${contender}-${workload}.cpuprofile`.replaceAll(' ', '-'))
  const { wallMs } = await measure({ contender, workload, frames, seed: 1, recordings, profile: file })
  const profile = JSON.parse(await readFile(file, 'utf8')) as CpuProfile
  const lines = selfTimes(profile)
    .slice(0, TOP)
    .map(({ name, share, where }) => `${(share * 100).toFixed(1).padStart(6)} %  ${name}  ${where}`)
  return [`${contender}, ${workload}: ${frames} frames in ${wallMs.toFixed(0)} ms`, file, ...lines, ''].join('\n')
}
