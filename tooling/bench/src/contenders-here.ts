import { note } from '@md/cli'
import { PEERS } from './contenders/peers/all.ts'
import { installPeers } from './install-peers.ts'
import type { BenchOptions, Part } from './options.ts'
import type { LeftOut } from './throughput.ts'

/** Who is compared, and who cannot be. */
export interface ContendersHere {
  readonly contenders: readonly string[]
  readonly leftOut: readonly LeftOut[]
}

/** Taking in a live stream is what peers are compared in. */
const WITH_PEERS: readonly Part[] = ['throughput', 'paced']

export const isPeer = (name: string): boolean => PEERS[name] !== undefined

/** Those asked for, without the peers where these cannot be installed. */
export async function contendersHere({ contenders, parts, profile }: BenchOptions): Promise<ContendersHere> {
  const peers = contenders.filter(isPeer)
  const wanted = peers.length > 0 && (profile || parts.some((part) => WITH_PEERS.includes(part)))
  if (!wanted) return { contenders, leftOut: [] }
  const problem = await installPeers(note)
  if (problem === undefined) return { contenders, leftOut: [] }
  note(`the peers are skipped: ${problem}`)
  const reason = 'is not installed here'
  return {
    contenders: contenders.filter((name) => !isPeer(name)),
    leftOut: peers.map((contender) => ({ workload: 'every workload', contender, reason })),
  }
}
