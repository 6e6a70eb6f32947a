import type { Views } from '../http/routes.ts'

/** What a service shows that has nothing to tell. */
export const IDLE_VIEWS: Views = {
  notReady: () => [],
  health: () => ({ status: 'healthy' }),
  redis: () => null,
  metrics: () => [],
  status: () => ({}),
}
