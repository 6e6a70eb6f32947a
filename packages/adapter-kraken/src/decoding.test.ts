import { decodingPromises } from '@md/adapter-core/testing'
import { test } from 'vitest'
import { anyFrame } from '../test/any-frame.ts'
import { context } from '../test/frames.ts'
import { decode, decodePlain } from './decode.ts'
import { scan } from './scan.ts'

// biome-ignore lint/style/noProcessEnv: how many frames is a matter of who waits for them.
const frames = Number(process.env['MD_FRAMES'] ?? 100_000)

const promises = decodingPromises({ decode, decodePlain, scan, context, frame: anyFrame, frames })

for (const { name, run } of promises) test(name, { timeout: 20_000 + frames }, run)
