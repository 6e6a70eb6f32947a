import { expect, onTestFinished, test } from 'vitest'
import { heard, typeOf } from '../../test/events.ts'
import { aFolder, anExchange, MAKE, type Simulated, until } from '../../test/kit.ts'
import { FolderRecording } from '../storage/folder-recording.ts'
import { recorded } from '../tap/recorded.ts'
import { openReplay } from './replay.ts'

const SYMBOL = { binance: 'BTC/USDT', coinbase: 'BTC/USD', kraken: 'BTC/USD' } as const

/** Records a session with everything in it: all channels, a gap, a drop and the way back. */
async function aRecording(exchange: Simulated) {
  const simulator = await anExchange({ exchange, rate: 40 })
  const folder = aFolder()
  const sink = new FolderRecording({ exchange, folder })
  const options = { url: simulator.url, restUrl: simulator.restUrl, reconnection: { initialDelay: 50 } }
  const adapter = recorded(MAKE[exchange], options, sink)
  onTestFinished(() => adapter.disconnect())
  const live = heard(adapter)

  const symbol = SYMBOL[exchange]
  await adapter.connect()
  const begun = Promise.all([until(adapter, 'orderbook', ({ status }) => status === 'live'), until(adapter, 'trade')])
  await Promise.all([
    adapter.subscribe({ channel: 'orderbook', symbol }),
    adapter.subscribe({ channel: 'trades', symbol }),
    adapter.subscribe({ channel: 'ticker', symbol }),
    adapter.subscribe({ channel: 'candles', symbol, interval: '1m' }),
  ])
  await begun
  const missed = until(adapter, 'gap', ({ channel }) => channel === 'trades')
  simulator.inject({ kind: 'gap', symbol, channel: 'trades', count: 2 })
  await missed
  const back = until(adapter, 'orderbook', ({ status }) => status === 'live')
  const dropped = until(adapter, 'exchange:disconnected')
  simulator.inject({ kind: 'drop' })
  await dropped
  await back
  await until(adapter, 'trade')
  const told = live.length
  await sink.close()
  await adapter.disconnect()
  return { folder, live: live.slice(0, told) }
}

async function replayed(folder: string, exchange: Simulated) {
  const replay = await openReplay(folder, MAKE[exchange])
  const events = heard(replay)
  const summary = await replay.play()
  const told = events.length
  await replay.close()
  return { events: events.slice(0, told), summary }
}

test.each(['binance', 'coinbase', 'kraken'] as const)(
  '%s: a replay gives the events of the live run, and the next replay gives them again',
  async (exchange) => {
    const { folder, live } = await aRecording(exchange)
    const first = await replayed(folder, exchange)
    const second = await replayed(folder, exchange)

    expect(first.events).toEqual(live)
    expect(second.events).toEqual(first.events)
    expect(first.summary).toMatchObject({ complete: true, unreadable: 0, unheard: 0 })
    expect(new Set(live.map(typeOf))).toEqual(
      new Set([
        'exchange:connected',
        'exchange:disconnected',
        'exchange:reconnecting',
        'exchange:error',
        'orderbook',
        'trade',
        'ticker',
        'candle',
        'gap',
      ]),
    )
  },
)
