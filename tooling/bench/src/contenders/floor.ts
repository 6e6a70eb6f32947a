import { WebSocket } from 'ws'
import type { Contender, StartContender, Task } from './contender.ts'
import { subscriptionText } from './subscription-text.ts'

/** `ws` alone: what nobody who uses it can be below. */
export const wsOnly: StartContender = (task) =>
  listen(task, (frame) => {
    if (task.latency) task.latency(timeIn(frame))
  })

/** `ws` and `JSON.parse`. */
export const parseOnly: StartContender = (task) =>
  listen(task, (frame) => {
    const message = JSON.parse(frame.toString()) as { data?: { T?: number } }
    if (task.latency && message.data?.T) task.latency(message.data.T)
  })

/** Opens a socket, subscribes, and calls `take` for every frame but the acknowledgement. */
export async function listen({ url, workload }: Task, take: (frame: Buffer) => void): Promise<Contender> {
  let frames = 0
  const socket = new WebSocket(url, { perMessageDeflate: false })
  await new Promise((resolve) => socket.once('open', resolve))
  const acknowledged = new Promise((resolve) => socket.once('message', resolve))
  socket.send(subscriptionText(workload))
  await acknowledged
  socket.on('message', (frame) => {
    take(frame as Buffer)
    frames += 1
  })
  return { frames: () => frames, events: () => frames }
}

const MARK = '"T":'
const DIGITS = 16

/** The time of writing without parsing anything else. */
function timeIn(frame: Buffer): number {
  const start = frame.lastIndexOf(MARK) + MARK.length
  return Number.parseInt(frame.toString('latin1', start, start + DIGITS), 10)
}
