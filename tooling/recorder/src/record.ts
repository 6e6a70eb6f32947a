import { createRequire } from 'node:module'
import type { AdapterOptions, BaseExchangeAdapter } from '@md/adapter-core'
import { adapterOf } from '@md/exchanges'
import { FolderRecording, recorded } from '@md/recorder'
import { type Clock, type IExchangeAdapter, InvalidInputError } from '@md/types'
import { type RecordOptions, requestsFor } from './record-options.ts'
import { Summary } from './summary.ts'

export interface Surroundings {
  readonly clock: Clock
  readonly stop: AbortSignal
  print(line: string): void
}

/** Records until the time is over, or somebody stops it. @throws InvalidInputError, or what the exchange refuses */
export async function record(options: RecordOptions, { clock, print, stop }: Surroundings): Promise<void> {
  const { durationMs, exchange, folder, maxBytes } = options
  const symbols = await Promise.race([unifiedSymbols(options), aborted(stop)])
  if (symbols === undefined) return

  const ended = new AbortController()
  const recording = new FolderRecording({
    exchange,
    folder,
    maxBytes,
    versions: { '@md/recorder': versionOfRecorder() },
    onFailure: (error) => ended.abort(error),
  })
  const adapter = recordedAdapter(options, recording)
  const summary = new Summary()
  const unfollow = summary.follow(adapter)
  const cancelEnd =
    durationMs === undefined ? () => undefined : clock.after(durationMs, () => ended.abort(TIME_IS_OVER))
  const until = AbortSignal.any([stop, ended.signal])
  print(`recording ${exchange} into ${folder}`)
  try {
    await Promise.race([subscribeAll(adapter, symbols, options, print), aborted(until)])
    await aborted(until)
  } finally {
    // What leaving sets off is no part of it.
    unfollow()
    cancelEnd()
    await recording.close()
    await adapter.disconnect()
  }
  if (ended.signal.aborted && ended.signal.reason !== TIME_IS_OVER) throw ended.signal.reason
  report(folder, recording, summary, print)
}

const TIME_IS_OVER = 'the time is over'

function report(folder: string, recording: FolderRecording, summary: Summary, print: (line: string) => void): void {
  for (const line of summary.lines()) print(line)
  const { entries, bytes } = recording.size
  print(`wrote     ${entries} entries, ${bytes} bytes, ${recording.dropped.segments} segments dropped`)
  print(`replay    pnpm replay ${folder}`)
}

function recordedAdapter({ exchange, url, restUrl }: RecordOptions, recording: FolderRecording): IExchangeAdapter {
  const options: AdapterOptions = { ...(url && { url }), ...(restUrl && { restUrl }) }
  return recorded((own) => adapterOf(exchange, own), options, recording)
}

async function subscribeAll(
  adapter: IExchangeAdapter,
  symbols: readonly string[],
  options: RecordOptions,
  print: (line: string) => void,
): Promise<void> {
  await adapter.connect()
  for (const symbol of symbols) {
    await Promise.all(requestsFor(symbol, options).map((request) => adapter.subscribe(request)))
    print(`subscribed ${symbol}: ${options.channels.join(', ')}`)
  }
}

/** Asked of an adapter that is not recorded, before there is a folder: what is no symbol leaves nothing behind. */
async function unifiedSymbols({ exchange, restUrl, symbols }: RecordOptions): Promise<readonly string[]> {
  const adapter = adapterOf(exchange, restUrl === undefined ? {} : { restUrl })
  try {
    const unified: string[] = []
    for (const spelling of symbols) unified.push(await unifiedSymbol(spelling, adapter))
    return unified
  } finally {
    await adapter.disconnect()
  }
}

async function unifiedSymbol(spelling: string, adapter: BaseExchangeAdapter): Promise<string> {
  const symbol = await adapter.unifiedSymbol(spelling)
  // Without a list the exchange itself refuses what it does not know.
  const listed = await adapter.instruments().catch(() => [])
  const isListed = listed.length === 0 || listed.some((instrument) => instrument.symbol === symbol)
  if (symbol !== undefined && isListed) return symbol
  throw new InvalidInputError('--symbol', spelling, `a market of ${adapter.exchange}, as BTC/USDT`)
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })

function versionOfRecorder(): string {
  const { version }: { readonly version: string } = createRequire(import.meta.url)('@md/recorder/package.json')
  return version
}
