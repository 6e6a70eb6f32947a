export type { BotArchive, LeftBehind } from '../store.ts'
export type { StoreCounts } from './batches.ts'
export { openSqliteStore, type SqliteStoreOptions } from './open-sqlite-store.ts'
export type { SqliteStore } from './sqlite-store.ts'
