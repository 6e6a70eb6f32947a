import { styleText } from 'node:util'
import { type BotReport, fillText, marketsText, orderText, positionText, signed, stateText } from '@md/bots'

export const BOT_COLUMNS = [
  'bot',
  'state',
  'market',
  'position',
  'PnL',
  'open orders',
  'last order',
  'last fill',
] as const

/** What is words is read from the left. */
export const BOT_WORDS = ['state', 'market', 'position', 'last order', 'last fill']

/** One bot as a row. */
export const botCells = (bot: BotReport, paint: (word: string) => string): string[] => [
  bot.id,
  paint(stateText(bot)),
  marketsText(bot) || '–',
  positionText(bot),
  gain(bot.profit),
  String(bot.openOrders.length),
  orderText(bot),
  fillText(bot),
]

function gain(profit: number): string {
  const text = signed(profit)
  if (Number(text) === 0) return text
  return styleText(profit > 0 ? 'green' : 'red', text)
}
