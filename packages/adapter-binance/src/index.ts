export { BinanceAdapter, type BinanceOptions } from './binance-adapter.ts'
export {
  BINANCE_REST_URL,
  BINANCE_TESTNET_REST_URL,
  BINANCE_TESTNET_URL,
  BINANCE_URL,
  type BinanceProtocolOptions,
  binanceProtocol,
} from './protocol.ts'
