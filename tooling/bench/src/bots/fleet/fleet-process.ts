import { answering } from '../../child.ts'
import { BenchFleet, weigh } from './bench-fleet.ts'
import type { FleetCalls } from './calls.ts'

let fleet: BenchFleet | undefined

function existing(): BenchFleet {
  if (fleet === undefined) throw new Error('there is no fleet yet')
  return fleet
}

answering<FleetCalls>({
  prepare: async (order) => {
    fleet = await BenchFleet.prepared(order)
    return undefined
  },
  weigh: () => weigh(),
  open: () => existing().open(),
  profile: async ({ file }) => {
    await existing().profile(file)
    return undefined
  },
  mark: () => {
    existing().mark()
    return undefined
  },
  report: () => existing().report(),
  close: async () => {
    await existing().close()
    return undefined
  },
})
