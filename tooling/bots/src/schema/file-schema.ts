import { sharedRiskLimits } from '@md/bot-engine'
import { z } from 'zod'
import { botSchema, name } from './bot-schema.ts'
import { exactText } from './exact-text.ts'

const fee = (what: string) => z.number().min(0).max(0.1).describe(what)
const ms = (what: string) => z.int('write a whole number of ms').min(0).max(60_000).describe(what)

const paper = z.strictObject({
  balances: z
    .record(z.string(), exactText())
    .default({ USDT: '100000', USD: '100000', USDC: '100000', EUR: '100000' })
    .describe('what each account begins with on each exchange, by asset'),
  allowShort: z.boolean().default(false).describe('positions below zero, without margin, interest or liquidation'),
  fees: z
    .strictObject({
      asset: z
        .enum(['quote', 'received'])
        .exactOptional()
        .describe('what they are taken from; unset: as the exchange does it'),
      maker: fee('0.001 is 0.1 %').default(0.001),
      taker: fee('0.001 is 0.1 %').default(0.001),
    })
    .prefault({}),
  latency: z
    .strictObject({
      orderMs: ms('how long an order is on its way').default(50),
      cancelMs: ms('how long a cancel is on its way').default(50),
      jitterMs: ms('how much either may differ').default(25),
    })
    .prefault({}),
})

/** All of `bots.yaml`. */
export const fileSchema = z.strictObject({
  bots: z.array(botSchema, 'write a list of bots').default([]),
  accounts: z
    .record(name(), z.strictObject({ limits: sharedRiskLimits.default({}) }))
    .default({})
    .describe('limits over all bots of an account'),
  limits: sharedRiskLimits.default({}).describe('over all bots of the process'),
  paper: paper.prefault({}),
  store: z
    .strictObject({ path: z.string('write the path of a file').min(1).exactOptional() })
    .prefault({})
    .describe('where orders and positions are kept, seen from this file; STORE_PATH is stronger'),
})

export type FileEntries = z.output<typeof fileSchema>
