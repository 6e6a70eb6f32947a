import { connect, isIP, type Socket, type TcpNetConnectOpts } from 'node:net'
import { type ConnectionOptions, connect as connectSecurely } from 'node:tls'

/** Bytes taken from the system at once; as many as Node takes by itself. */
const READ_SIZE = 64 * 1024

/** Takes what was read; its memory is used again for the next read. */
export type OnRead = (bytes: Buffer, socket: Socket) => void

/** Connects over TCP, or over TLS, and reads into one piece of memory instead of a new one for each read. */
export function dial(options: TcpNetConnectOpts, secure: boolean, onRead: OnRead): Socket {
  const buffer = Buffer.allocUnsafeSlow(READ_SIZE)
  const onread = {
    buffer,
    callback: (length: number) => {
      onRead(buffer.subarray(0, length), socket)
      return true
    },
  }
  const socket = secure ? dialSecurely({ ...options, onread }) : connect({ ...options, onread })
  return socket
}

/** `onread` is an option of both, though the types know it of one only. */
function dialSecurely(options: ConnectionOptions & TcpNetConnectOpts): Socket {
  const { host = '' } = options
  // A name is asked for by SNI; an address must not be (RFC 6066, 3).
  const servername = isIP(host) ? '' : host
  return connectSecurely({ servername, ...options, path: undefined })
}
