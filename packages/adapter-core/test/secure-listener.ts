import { openSocket } from '../src/connection/socket.ts'

/** A process of its own, since only a starting process can be told of another authority: prints what it hears. */
const [url = ''] = process.argv.slice(2)
const say = (words: string) => process.stdout.write(`${words}\n`)

const socket = openSocket(url, 1_000_000, {
  open: () => say('open'),
  frame: (data, binary) => {
    say(`${binary ? 'binary' : 'text'} ${data.length} ${data.subarray(0, 10)}`)
    if (String(data) === 'bye') socket.close()
  },
  ping: (payload) => socket.pong(payload),
  pong: () => undefined,
  end: (reason) => say(`end: ${reason}`),
})
