import { loadavg } from 'node:os'
import { Child } from '../../child.ts'
import type { ExchangeCalls } from '../exchange/calls.ts'
import { withFolder } from '../folder.ts'
import type { WireCalls, WireFigures } from './calls.ts'

export interface WireRun extends WireFigures {
  readonly load: number
}

/** From the price that touches a stop-loss to the bytes of the order at the other end of a socket. */
export const wireRun = (rounds: number): Promise<WireRun> =>
  withFolder(async (folder) => {
    const exchange = new Child<ExchangeCalls>(new URL('../exchange/exchange-process.ts', import.meta.url))
    const bot = new Child<WireCalls>(new URL('./wire-process.ts', import.meta.url))
    try {
      const { port } = await exchange.ask('listen', undefined)
      const figures = await bot.ask('run', { port, folder, rounds })
      return { ...figures, load: loadavg()[0] ?? Number.NaN }
    } finally {
      bot.end()
      exchange.end()
    }
  })
