export { type FakeAnswer, type FakeRequest, FakeVenue, FakeVenueError } from './fake-venue.ts'
export {
  type StagedBook,
  type StagedFill,
  type StageOptions,
  type StrategyStage,
  stageOf,
} from './strategy-stage.ts'
