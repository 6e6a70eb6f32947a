export { CoinbaseAdapter, type CoinbaseOptions } from './coinbase-adapter.ts'
export type { CoinbaseCredentials } from './credentials.ts'
export {
  COINBASE_REST_URL,
  COINBASE_TESTNET_REST_URL,
  COINBASE_TESTNET_URL,
  COINBASE_URL,
  type CoinbaseProtocolOptions,
  coinbaseProtocol,
} from './protocol.ts'
