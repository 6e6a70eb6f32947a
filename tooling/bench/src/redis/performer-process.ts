import { reportOf } from '@md/types'
import type { Answer, Call } from './calls.ts'
import { Performer } from './performer.ts'

const performer = new Performer()

process.on('message', (call: Call) => {
  performer.perform(call).then(
    (outcome) => tell({ kind: 'done', outcome }),
    (error: unknown) => tell({ kind: 'failed', reason: reportOf(error).message }),
  )
})

function tell(answer: Answer): void {
  process.send?.(answer)
}

// Whoever started it is gone.
process.once('disconnect', () => process.exit(0))
