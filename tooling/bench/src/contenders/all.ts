import type { StartContender } from './contender.ts'
import { parseOnly, wsOnly } from './floor.ts'
import { ours } from './ours.ts'
import { plain } from './plain.ts'

export const CONTENDERS: Readonly<Record<string, StartContender>> = { ws: wsOnly, parse: parseOnly, plain, ours }
