/** What keeps the process busy: timers, sockets, pipes, requests. */
export interface OpenHandles {
  readonly all: number
  readonly sockets: number
}

export function openHandles(): OpenHandles {
  const kinds = process.getActiveResourcesInfo()
  return { all: kinds.length, sockets: kinds.filter((kind) => kind === 'TCPSocketWrap').length }
}
