import type { Rule } from './rule.ts'

export const dailyLoss: Rule = {
  code: 'daily-loss',
  objection({ limits: { maxDailyLoss: limit }, view: { standing } }) {
    const loss = standing.dayStartEquity - standing.equity
    return limit === undefined || loss < Number(limit)
      ? undefined
      : {
          message: `${loss} is lost since midnight UTC, and ${limit} ends the day`,
          numbers: { loss, maxDailyLoss: limit },
        }
  },
}

/** A bot that never had anything has nothing to be a fraction of: any loss is all of it. */
export const drawdown: Rule = {
  code: 'drawdown',
  objection({ limits: { maxDrawdown: limit }, view: { standing } }) {
    const { equity, peakEquity } = standing
    const lost = peakEquity > 0 ? (peakEquity - equity) / peakEquity : Number(equity < peakEquity)
    return limit === undefined || lost < limit
      ? undefined
      : {
          message: `Equity ${equity} is ${lost} below its highest ${peakEquity}, and ${limit} is allowed`,
          numbers: { equity, peakEquity, drawdown: lost, maxDrawdown: limit },
        }
  },
}

export const coolDown: Rule = {
  code: 'cool-down',
  objection({ limits: { lossStreak: limit }, view: { now, standing } }) {
    const { lastLossAt, lossStreak } = standing
    if (limit === undefined || lastLossAt === undefined || lossStreak < limit.count) return undefined
    const until = lastLossAt + limit.coolDownMs
    if (now >= until) return undefined
    return {
      message: `${lossStreak} round trips in a row were lost: no new exposure for another ${until - now} ms`,
      numbers: { lossStreak, until, now },
    }
  },
}
