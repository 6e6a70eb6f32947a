import type { BotCore } from './bot-core.ts'

/** Whether a bot that is to end has done what its policy for open orders and positions asks. */
export function hasEnded({ bot, exits }: BotCore): boolean {
  const { config, orders, trading } = bot
  // A halt lets no exit leave: it is not waited for.
  if (trading === 'halted' && orders.open.length === 0) return true
  return config.policies.onStop === 'keep' || (orders.open.length === 0 && !exits.isAnyActive)
}
