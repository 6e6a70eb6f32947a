import { recordingsOf } from '@md/adapter-core/testing'

// biome-ignore lint/style/noProcessEnv: the folder is the machine's, not the package's.
export const recordings = recordingsOf('binance', process.env['MD_RECORDINGS'])
