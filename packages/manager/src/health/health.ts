import { EXCHANGE_RULES, type Finding } from './rules.ts'
import type { ExchangeSnapshot, HealthReason, HealthSnapshot, HealthStatus } from './status.ts'
import type { HealthThresholds } from './thresholds.ts'

/**
 * Judges a snapshot. Pure. `previous` is the last judgement: a condition whose beginning is not known from the snapshot
 * keeps the time at which it was first seen.
 */
export function judge(snapshot: HealthSnapshot, thresholds: HealthThresholds, previous?: HealthStatus): HealthStatus {
  const { exchanges, now } = snapshot
  const seen = (code: string, exchange?: string) =>
    previous?.reasons.find((reason) => reason.code === code && reason.exchange === exchange)?.since ?? now
  const ofExchanges = exchanges.flatMap((of) =>
    findings(of, snapshot, thresholds).map(
      ({ code, message, severity, since }): HealthReason => ({
        code,
        severity,
        exchange: of.exchange,
        message,
        since: since ?? seen(code, of.exchange),
      }),
    ),
  )
  const ofBridge =
    snapshot.bridgeReady === false ? [bridgeReason(seen('BRIDGE_DISCONNECTED'), now, thresholds.bridgeCritical)] : []

  const reasons = [...ofExchanges, ...ofBridge]
  return { status: statusOf(reasons), reasons, at: now }
}

function findings(of: ExchangeSnapshot, { exchanges, now }: HealthSnapshot, thresholds: HealthThresholds): Finding[] {
  const nothingConnected = exchanges.every(({ everConnected, state }) => everConnected && state !== 'CONNECTED')
  return EXCHANGE_RULES.flatMap((rule) => {
    const finding = rule(of, thresholds, now)
    if (finding === undefined) return []
    const isAll = nothingConnected && finding.code === 'EXCHANGE_NOT_CONNECTED'
    return isAll ? [{ ...finding, severity: 'critical' as const }] : [finding]
  })
}

function bridgeReason(since: number, now: number, criticalMs: number): HealthReason {
  const forMs = now - since
  return {
    code: 'BRIDGE_DISCONNECTED',
    severity: forMs > criticalMs ? 'critical' : 'warning',
    exchange: undefined,
    message: `the bridge is not connected, for ${Math.round(forMs / 1_000)} s`,
    since,
  }
}

function statusOf(reasons: readonly HealthReason[]): HealthStatus['status'] {
  if (reasons.some(({ severity }) => severity === 'critical')) return 'unhealthy'
  return reasons.length === 0 ? 'healthy' : 'degraded'
}
