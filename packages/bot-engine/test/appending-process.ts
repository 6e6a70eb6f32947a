import { silentLogger } from '@md/types'
import { openSqliteStore } from '../src/store/sqlite/index.ts'
import { aNote } from './journal-entries.ts'

/** Appends for ever, to several bots at once, and tells each acknowledgement to whoever started it. */
const [path = '', bots = '1'] = process.argv.slice(2)

/** Waits until it is handed to the other process: what was told before the end has been told. */
const tell = (line: string): Promise<void> => new Promise((told) => process.stdout.write(`${line}\n`, () => told()))

async function run(botId: string): Promise<void> {
  const lease = await store.acquire(botId)
  const { entries, snapshot } = await store.load(botId)
  let n = entries.at(-1)?.n ?? snapshot?.n ?? 0
  await tell(`${botId} began at ${n} fence ${lease.fence}`)
  while (true) {
    n += 1
    await store.append(lease, [aNote(n)])
    await tell(`${botId} kept ${n}`)
    if (n % 25 !== 0) continue
    await store.snapshot(lease, { n, at: n, state: { n } })
    await tell(`${botId} kept ${n}`)
  }
}

const store = await openSqliteStore({ path, owner: 'a process that will be killed', logger: silentLogger })
await Promise.all(Array.from({ length: Number(bots) }, (_, i) => run(`bot-${i}`)))
