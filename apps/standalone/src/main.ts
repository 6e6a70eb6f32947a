import { systemClock } from '@md/runtime'
import { reportOf, silentLogger } from '@md/types'
import { pino } from 'pino'
import { plainScreen, terminalScreen } from './dashboard/screen.ts'
import { type Options, readOptions, USAGE } from './options.ts'
import { run } from './run.ts'

/** Leaving takes no longer than this, whatever hangs. In ms. */
const LAST_MOMENT = 2_000

const USAGE_ERROR = 2

function readOptionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2), process.stdout.isTTY)
  } catch (error) {
    process.stderr.write(`${reportOf(error).message}\n\n${USAGE}`)
    process.exit(USAGE_ERROR)
  }
}

const options = readOptionsOrExit()
if (options.help) {
  process.stdout.write(USAGE)
  process.exit(0)
}

const stopping = new AbortController()
let cancelLastMoment = () => {}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopping.abort()
    cancelLastMoment = systemClock.after(LAST_MOMENT, () => process.exit(1))
  })
}

// stdout is the view's; a log goes to stderr.
const STDERR = 2
const { logLevel } = options
const logger = logLevel === 'silent' ? silentLogger : pino({ level: logLevel }, pino.destination(STDERR))
const screen = options.plain ? plainScreen(process.stdout) : terminalScreen(process.stdout)

try {
  await run(options, { clock: systemClock, logger, random: Math.random, screen, stop: stopping.signal })
} catch (error) {
  process.stderr.write(`${reportOf(error).message}\n`)
  process.exitCode = USAGE_ERROR
}
cancelLastMoment()
