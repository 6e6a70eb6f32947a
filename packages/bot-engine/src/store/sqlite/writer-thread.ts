import { parentPort, workerData } from 'node:worker_threads'
import { failureOf } from './failure.ts'
import { FileWriter } from './file-writer.ts'
import type { WriterOptions } from './job.ts'
import type { WriterOrder, WriterReply } from './thread-writer.ts'

const port = parentPort
if (port === null) throw new Error('this file is the beginning of a thread')

const reply = (message: WriterReply): void => port.postMessage(message)

/** The file is opened here, and never seen by the other thread. */
function open(options: WriterOptions): FileWriter | undefined {
  try {
    const writer = new FileWriter(options)
    reply({ kind: 'opened' })
    return writer
  } catch (error) {
    reply({ kind: 'refused', failure: failureOf(error, 'the store') })
    return undefined
  }
}

const writer = open(workerData as WriterOptions)

async function follow(order: WriterOrder): Promise<void> {
  if (writer === undefined) return
  if (order.kind === 'run') return reply({ kind: 'done', answers: await writer.run(order.jobs) })
  await writer.close()
  reply({ kind: 'closed' })
  port?.close()
}

port.on('message', (order: WriterOrder) => {
  // A rejection ends the thread, and the other side is told.
  void follow(order)
})
