import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import type { OnRead } from './dial.ts'
import { FrameReader, type FrameSink } from './frame-reader.ts'
import { HandshakeReader } from './handshake.ts'

/** A piece at which a `ws` never asks its socket to wait, which would let the next message overtake this one. */
const PIECE = 8 * 1024

/**
 * Reads for a `ws`, in front of it: whole messages are taken out, everything else reaches it as if it had read it itself.
 * It gets copies, for it may keep them.
 */
export function readFrames(socket: () => WebSocket, maxPayload: number, message: FrameSink['message']): OnRead {
  const handshake = new HandshakeReader()
  let frames: FrameReader | undefined

  const shakeHands = (bytes: Buffer, stream: Socket): void => {
    const head = handshake.head(bytes)
    if (head === undefined) return
    stream.push(Buffer.from(head))
    if (socket().readyState === WebSocket.CONNECTING) return
    frames = new FrameReader(maxPayload, { message, other: (other) => passOn(stream, other) })
    frames.read(handshake.rest)
  }
  return (bytes, stream) => {
    if (frames === undefined) shakeHands(bytes, stream)
    else frames.read(bytes)
  }
}

function passOn(stream: Socket, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; at += PIECE) stream.push(Buffer.from(bytes.subarray(at, at + PIECE)))
}
