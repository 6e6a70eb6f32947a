import { EVENT_TYPES, type MarketEvent } from '@md/types'
import type { InputBody } from '../journal/entry.ts'

/** Everything that can happen to a bot; a market event is its own input. */
export type Input = MarketEvent | Exclude<InputBody, { readonly type: 'market' }>

const MARKET_TYPES: ReadonlySet<string> = new Set(EVENT_TYPES)

export const isMarketEvent = (input: Input): input is MarketEvent => MARKET_TYPES.has(input.type)
