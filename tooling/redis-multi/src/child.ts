import { reportOf } from '@md/types'
import { type InstanceReport, TestInstance } from './instance.ts'
import type { Answer, Call } from './process-instance.ts'

let instance: TestInstance | undefined

const tell = (answer: Answer): void => void process.send?.(answer)

async function perform(call: Call): Promise<InstanceReport | undefined> {
  switch (call.kind) {
    case 'start':
      instance = new TestInstance(call.options, (line) => tell({ kind: 'note', line }))
      await instance.start()
      return undefined
    case 'publish':
      await instance?.publish(call.pace)
      return undefined
    case 'report':
      return instance?.report()
    case 'stop':
      await instance?.stop()
      process.disconnect()
      return undefined
  }
}

async function answer(call: Call): Promise<void> {
  try {
    const report = await perform(call)
    if (call.kind !== 'stop') tell({ kind: 'done', ...(report !== undefined && { report }) })
  } catch (error) {
    tell({ kind: 'failed', reason: reportOf(error).message })
  }
}

process.on('message', (call: Call) => void answer(call))
// Whoever started it is gone.
process.once('disconnect', () => process.exit(0))
