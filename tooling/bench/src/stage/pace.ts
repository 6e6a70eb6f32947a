import type { Socket } from 'node:net'
import { microseconds } from './microseconds.ts'
import { websocketFrame } from './websocket-frame.ts'

/** Where a paced frame says when it was written: Binance's trade time, which every contender can read. */
const TIME = /"T":\d{13}/

/** Writes bursts at their times, one write a frame, each with the time of its write in microseconds. */
export function pace(
  socket: Socket,
  frames: readonly string[],
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
): void {
  const started = microseconds()
  const everyUs = (burst * 1_000_000) / perSecond
  let next = 0
  const tick = () => {
    // Late timers are caught up with, so that the rate is kept.
    while (next < frames.length && microseconds() - started >= (next / burst) * everyUs) {
      for (let i = 0; i < burst && next < frames.length; i++, next++) {
        socket.write(websocketFrame((frames[next] ?? '').replace(TIME, () => `"T":${microseconds()}`)))
      }
    }
    if (next < frames.length) setImmediate(tick)
  }
  tick()
}
