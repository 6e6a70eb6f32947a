import { seconds, wait } from './clock.ts'
import { launch } from './command.ts'
import { lastLines } from './command-gate.ts'
import type { Gate } from './gate.ts'

const EXCHANGES = ['binance', 'coinbase', 'kraken']
const APPEAR_SECONDS = 60
const LEAVE_SECONDS = 2
const STEP_MS = 20

/** The README's first command, as a newcomer meets it. Ctrl-C reaches every process of it, as in a terminal. */
export const start: Gate = {
  name: 'start',
  promise: `npx pnpm@10 start shows every exchange, and a bot's fill; Ctrl-C ends it within ${LEAVE_SECONDS} s, with a summary`,
  async check(root) {
    const session = launch({ program: 'npx', args: ['--yes', 'pnpm@10', 'start'], cwd: root })
    const problem = (what: string) => ({ problems: [`${what}:\n${lastLines(session.output(), 40)}`] })
    try {
      const appeared = await within(APPEAR_SECONDS, () => namesAll(session.output()))
      if (!appeared) return problem(`after ${APPEAR_SECONDS} s it had not shown every exchange`)
      const dealt = await within(APPEAR_SECONDS, () => tellsOfFill(session.output()))
      if (!dealt) return problem(`after ${APPEAR_SECONDS} s no bot had told of a fill`)

      const before = session.output().length
      const askedAt = seconds()
      session.signal('SIGINT')
      const gone = await within(LEAVE_SECONDS, session.isOver)
      const took = (seconds() - askedAt).toFixed(2)
      if (!gone) return problem(`${LEAVE_SECONDS} s after Ctrl-C it was still there`)
      if (!namesAll(session.output().slice(before))) return problem('after Ctrl-C it gave no summary of every exchange')
      return { problems: [], notes: [`left ${took} s after Ctrl-C`] }
    } finally {
      session.signal('SIGKILL')
    }
  },
}

async function within(limitSeconds: number, isSo: () => boolean): Promise<boolean> {
  const deadline = seconds() + limitSeconds
  while (!isSo() && seconds() < deadline) await wait(STEP_MS)
  return isSo()
}

/** `dca-binance buy 0.0019 at 78871 on binance BTC/USDT, fee …` */
const tellsOfFill = (text: string): boolean => /\S+ (buy|sell) [\d.]+ at [\d.]+ on \w+ \S+, fee/.test(text)

const namesAll = (text: string): boolean => EXCHANGES.every((exchange) => text.includes(exchange))
