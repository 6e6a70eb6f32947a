import { answering } from '../../child.ts'
import { BenchExchange } from './bench-exchange.ts'
import type { ExchangeCalls } from './calls.ts'

const exchange = new BenchExchange()

answering<ExchangeCalls>({
  listen: async () => ({ port: await exchange.listen() }),
  pace: (order) => exchange.pace(order),
})
