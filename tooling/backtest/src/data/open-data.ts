import type { CandleHistory } from '@md/bot-engine/backtest'
import type { DataSpec } from '../setup.ts'
import { openCandles } from './candle-data.ts'
import { openEvents } from './event-data.ts'
import { openHistory } from './history-data.ts'
import type { OpenedData, TimeRange } from './opened.ts'
import { openRecordingData } from './recording-data.ts'

/** @param history of the run that is about to begin: it gets the candles before its beginning @throws InvalidInputError */
export async function openData(spec: DataSpec, range: TimeRange, history: () => CandleHistory): Promise<OpenedData> {
  switch (spec.kind) {
    case 'candles':
      return openCandles(spec, history)
    case 'events':
      return openEvents(spec.path)
    case 'recording':
      return openRecordingData(spec.path)
    case 'history':
      return openHistory(spec, range, history)
  }
}
