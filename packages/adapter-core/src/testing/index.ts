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
export { type FakeProtocolParts, type FakeRequest, fakeChain, fakeProtocol } from './fake-protocol.ts'
