export { anInstrument } from './an-instrument.ts'
export { type FakeAnswer, type FakeRequest, FakeVenue, FakeVenueError } from './fake-venue.ts'
export { strategyExamples } from './strategy-examples.ts'
export {
  type StagedBook,
  type StagedFill,
  type StageOptions,
  type StrategyStage,
  stageOf,
} from './strategy-stage.ts'
