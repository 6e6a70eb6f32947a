import type { StartContender } from './contender.ts'
import { parseOnly, wsOnly } from './floor.ts'
import { ours } from './ours.ts'
import { PEERS } from './peers/all.ts'
import { plain } from './plain.ts'

const OWN: Readonly<Record<string, StartContender>> = { ws: wsOnly, parse: parseOnly, plain, ours }

/** Those that are always there, and then the peers. */
export const CONTENDERS: readonly string[] = [...Object.keys(OWN), ...Object.keys(PEERS)]

/** @throws RangeError naming the contenders there are */
export function contenderNamed(name: string): StartContender {
  const start = OWN[name] ?? PEERS[name]?.start
  if (start === undefined) throw new RangeError(`no contender is called "${name}"; there are ${CONTENDERS.join(', ')}`)
  return start
}
