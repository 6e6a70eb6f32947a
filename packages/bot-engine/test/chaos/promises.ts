import { expect } from 'vitest'
import { exact, ZERO } from '../../src/decimal/exact.ts'
import type { Fleet } from '../../src/fleet/fleet.ts'
import type { PaperVenue } from '../../src/paper/paper-venue.ts'
import { replayJournal } from '../../src/replay/replay-journal.ts'
import { BINDS_EXITS } from '../../src/risk/exits.ts'
import type { ProcessParts, Run } from './chaos-process.ts'
import { BOTS, type ChaosExchange } from './happening.ts'
import { NEXT, scripted } from './script.ts'
import { extentOf, truthOf } from './truth.ts'

/** The lowest price anything is ever asked at: what a limit in money is in bitcoins, at the most. */
export const LOWEST = 90

type Venues = ReadonlyMap<ChaosExchange, PaperVenue>

const inCoins = (limit: string | undefined): number => Number(limit) / LOWEST + 1e-9

/** What the venues have, and not what the bots believe. */
export function checkLimits(venues: Venues, { allowShort, limits, sharedLimits }: ProcessParts): void {
  let all = 0
  for (const bot of BOTS) {
    let gross = 0
    for (const [exchange, venue] of venues) {
      const truth = truthOf(venue, bot)
      const extent = extentOf(truth)
      expect(extent, `${bot} at ${exchange}`).toBeLessThanOrEqual(inCoins(limits.maxPositionValue))
      if (!allowShort) expect(truth.position.toNumber(), `${bot} at ${exchange}`).toBeGreaterThanOrEqual(0)
      gross += Math.max(0, extent)
    }
    expect(gross, bot).toBeLessThanOrEqual(inCoins(limits.maxGrossExposure))
    all += gross
  }
  expect(all, 'both').toBeLessThanOrEqual(inCoins(sharedLimits.maxGrossExposure))
}

/** One at a time for each market. */
export function checkExits(fleet: Fleet): void {
  for (const { id, openOrders } of fleet.statuses()) {
    const exits = openOrders.filter(({ ref }) => ref.startsWith('@exit/')).map(({ market }) => market.exchange)
    expect(new Set(exits).size, `exits of ${id}`).toBe(exits.length)
  }
}

/** Positions and money, to the digit: only the average price of an entry is rounded, far behind the point. */
export function checkBooks(fleet: Fleet, venues: Venues, last: ReadonlyMap<ChaosExchange, number>): void {
  for (const bot of BOTS) {
    const status = fleet.bot(bot)?.status()
    expect(status?.state, `${bot}: ${status?.reason}`).not.toMatch(/created|initializing|degraded|stop/)
    expect(status?.openOrders.filter((order) => order.status === 'unknown')).toEqual([])
    let [worth, told] = [ZERO, exact(status?.realised ?? 'NaN')]
    for (const [exchange, venue] of venues) {
      const { cash, position } = truthOf(venue, bot)
      const mine = status?.positions.find(({ market }) => market.exchange === exchange)
      expect(mine?.amount, `${bot} at ${exchange}`).toBe(position.isZero() ? '0' : position.toFixed())
      worth = worth.plus(cash).plus(position.mul(last.get(exchange) ?? 0))
      told = told.plus(mine?.unrealised ?? '0')
    }
    expect(told.minus(worth).abs().toNumber(), `what ${bot} has won`).toBeLessThan(1e-9)
  }
}

/** What one run of a bot left behind. */
export function checkRun({ bot, faults, journal, refusals, states }: Run): void {
  if (journal.length > 0) expect(replayJournal(journal, scripted).difference, bot).toBeUndefined()
  for (const { from, to } of states) expect(NEXT[from], `${bot}: ${from} → ${to}`).toContain(to)
  expect(faults.filter(({ where }) => where === 'engine' || where === 'state')).toEqual([])
  const ofRisk = refusals.filter(
    ({ ref, refusal: { code } }) => ref.startsWith('@exit/') && code !== 'not-ready' && !BINDS_EXITS[code],
  )
  expect(ofRisk, `exits of ${bot} that were refused`).toEqual([])
}
