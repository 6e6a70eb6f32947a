import { createServer } from 'node:net'
import { oneOf, print, readFlags, runProgram } from '../src/index.ts'

const HOW = ['well', 'badly', 'broken', 'for-ever', 'by-title'] as const

await runProgram(process.argv.slice(2), {
  usage: 'Usage: example --how HOW\n',
  readOptions(args) {
    const { help, how } = readFlags(args, {
      how: { type: 'string', default: 'well' },
      help: { type: 'boolean', default: false },
    })
    return { help, how: oneOf('--how', how, HOW) }
  },
  async run({ how }) {
    if (how === 'broken') throw new Error('it is broken')
    print(`it goes ${how}`)
    if (how === 'by-title') print(`it is called ${process.title}`)
    // Listening keeps it alive.
    if (how === 'for-ever') createServer().listen(0, '127.0.0.1')
    return how === 'well'
  },
})
