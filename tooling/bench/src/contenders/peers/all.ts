import { binance } from './binance.ts'
import { ccxt } from './ccxt.ts'
import { ccxws } from './ccxws.ts'
import type { Peer } from './peer.ts'
import { tardisDev } from './tardis-dev.ts'

/** By the name of the package. */
export const PEERS: Readonly<Record<string, Peer>> = { ccxt, ccxws, 'tardis-dev': tardisDev, binance }
