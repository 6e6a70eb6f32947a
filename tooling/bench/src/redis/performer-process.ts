import { answering } from '../child.ts'
import type { PerformerCalls } from './calls.ts'
import { Performer } from './performer.ts'
import { weighBridges } from './weigh-bridges.ts'

const performer = new Performer()

answering<PerformerCalls>({
  open: async (order) => {
    await performer.open(order)
    return undefined
  },
  flood: ({ events, symbols }) => performer.flood(events, symbols),
  pace: (order) => performer.pace(order),
  mark: () => {
    performer.mark()
    return undefined
  },
  report: () => performer.report(),
  weigh: ({ bridges, url }) => weighBridges(bridges, url),
  close: async () => {
    await performer.close()
    return undefined
  },
})
