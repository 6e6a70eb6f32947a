export { KrakenAdapter, type KrakenOptions } from './kraken-adapter.ts'
export {
  KRAKEN_BETA,
  KRAKEN_PRODUCTION,
  KRAKEN_REST_URL,
  type KrakenProtocolOptions,
  krakenProtocol,
} from './protocol.ts'
