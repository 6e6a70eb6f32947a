export { type Asked, aRestGet } from './a-rest-get.ts'
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
export { anyDecimal, anyDecimalText, anyItems, anyQuantityText, anyTime, anyWhole } from './decoding/any-value.ts'
export { type Decoding, decodingIn } from './decoding/decoding-in.ts'
export { type DecodersUnderTest, type DecodingPromise, decodingPromises } from './decoding/decoding-promises.ts'
export { Dice } from './decoding/dice.ts'
export { type FakeProtocolParts, type FakeRequest, fakeChain, fakeProtocol } from './fake-protocol.ts'
export { census, type Recordings, recordingsOf } from './recordings.ts'
