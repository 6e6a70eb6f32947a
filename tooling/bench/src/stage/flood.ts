import type { Socket } from 'node:net'
import { websocketFrame } from './websocket-frame.ts'

const CHUNK_BYTES = 65_536

/** Writes as fast as the client reads. */
export function flood(socket: Socket, chunks: readonly Buffer[]): void {
  let next = 0
  const write = () => {
    while (next < chunks.length) {
      const chunk = chunks[next]
      next += 1
      if (chunk !== undefined && !socket.write(chunk)) {
        socket.once('drain', write)
        return
      }
    }
  }
  write()
}

/** What is written at once: many frames, so that the server is never what is measured. */
export function inChunks(frames: readonly string[]): Buffer[] {
  const chunks: Buffer[] = []
  let pending: Buffer[] = []
  let bytes = 0
  for (const text of frames) {
    const frame = websocketFrame(text)
    pending.push(frame)
    bytes += frame.length
    if (bytes >= CHUNK_BYTES) {
      chunks.push(Buffer.concat(pending))
      pending = []
      bytes = 0
    }
  }
  return [...chunks, Buffer.concat(pending)]
}
