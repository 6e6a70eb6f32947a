import { systemClock } from '@md/runtime'
import { FolderRecording } from '../src/index.ts'

/** Records made-up frames until it is killed. */
const [, , folder = ''] = process.argv
const sink = new FolderRecording({ exchange: 'kraken', folder, segmentBytes: 1_000_000 })
let written = 0

function writeMore(): void {
  for (let i = 0; i < 1_000; i++) {
    const mono = systemClock.monotonic()
    sink.write({ at: systemClock.now(), mono, kind: 'in', socket: 1, text: `frame ${written}` })
    written += 1
  }
  sink.flush()
  if (written === 50_000) process.stdout.write(`${written}\n`)
  setImmediate(writeMore)
}
writeMore()
