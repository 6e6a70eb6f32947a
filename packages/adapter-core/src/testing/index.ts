export { type AdapterPromise, adapterPromises } from './conformance/adapter-promises.ts'
export type {
  AdapterHarness,
  ExchangeOptions,
  ExchangeUnderTest,
  InjectedFault,
  TrueTrade,
  Truth,
  VenueFacts,
} from './conformance/harness.ts'
