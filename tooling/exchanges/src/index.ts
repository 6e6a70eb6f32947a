export { AVAILABLE, type AvailableExchange, adapterOf, type ExchangeOptions } from './adapters.ts'
export { type Composition, factoriesOf } from './factories.ts'
export { toExchange } from './to-exchange.ts'
export { unifiedWants } from './unified-wants.ts'
