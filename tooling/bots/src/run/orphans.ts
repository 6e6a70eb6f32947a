import type { LeftBehind } from '@md/bot-engine/sqlite'
import { type ExchangeId, type Instrument, type Logger, type ReferenceData, reportOf } from '@md/types'
import type { Orphan } from '../report/orphan.ts'
import type { Storage } from './parts.ts'

export interface OrphanParts {
  readonly storage: Pick<Storage, 'bots' | 'leftBehind'>
  readonly reference: Pick<ReferenceData, 'instruments'>
  readonly logger: Logger
}

/**
 * Bots of the store that are not in the file, and have a position or open orders all the same. Each is told in the log.
 * A store that cannot tell keeps no bot from running.
 */
export async function findOrphans(known: readonly string[], parts: OrphanParts): Promise<readonly Orphan[]> {
  const { logger, storage } = parts
  const inFile = new Set(known)
  const found: Orphan[] = []
  try {
    const ids = (await storage.bots?.()) ?? []
    for (const id of ids.filter((one) => !inFile.has(one))) {
      const orphan = await orphanOf(id, parts)
      if (orphan !== undefined) found.push(orphan)
    }
  } catch (error) {
    logger.error({ ...reportOf(error) }, 'whether bots that left the file have left something behind cannot be told')
  }
  for (const { id, ...left } of found)
    logger.warn({ botId: id, ...left }, 'a bot that is not in the bots file has left something behind')
  return found
}

async function orphanOf(id: string, parts: OrphanParts): Promise<Orphan | undefined> {
  try {
    const left = await parts.storage.leftBehind?.(id)
    if (left === undefined) return undefined
    const positions = await sellable(left.positions, parts)
    if (positions.length === 0 && left.openOrders.length === 0) return undefined
    return { id, positions, openOrders: left.openOrders, problem: undefined }
  } catch (error) {
    return { id, positions: [], openOrders: [], problem: reportOf(error).message }
  }
}

/** What is smaller than the venue's step nobody can close: a fee in base leaves that much behind every time. */
async function sellable(positions: LeftBehind['positions'], parts: OrphanParts): Promise<LeftBehind['positions']> {
  const exchanges = [...new Set(positions.map(({ market }) => market.exchange))]
  const lists = await Promise.all(exchanges.map((exchange) => listed(exchange, parts)))
  const instruments = lists.flat()
  return positions.filter(({ market, size }) => {
    const same = (one: Instrument) => one.exchange === market.exchange && one.symbol === market.symbol
    return Math.abs(size) >= Number(instruments.find(same)?.stepSize ?? 0)
  })
}

/** Of an exchange that does not answer, or is none of this process, nothing is left out. */
async function listed(exchange: ExchangeId, { logger, reference }: OrphanParts): Promise<readonly Instrument[]> {
  try {
    return await reference.instruments(exchange)
  } catch (error) {
    logger.debug({ exchange, ...reportOf(error) }, 'what is too small to be sold cannot be told')
    return []
  }
}
