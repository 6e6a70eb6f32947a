import type Database from 'libsql'

/** `mdbo` in ASCII: which program a SQLite file belongs to. */
export const APPLICATION_ID = 0x6d_64_62_6f

/** Migration i makes version i + 1. Append, never change: files of every version are out there. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE bots (id TEXT PRIMARY KEY, fence INTEGER NOT NULL) WITHOUT ROWID;
   CREATE TABLE journal (
     bot TEXT NOT NULL,
     n INTEGER NOT NULL,
     row INTEGER NOT NULL,
     entry TEXT NOT NULL,
     checksum INTEGER NOT NULL,
     PRIMARY KEY (bot, n)
   ) WITHOUT ROWID;
   CREATE TABLE damaged (bot TEXT, n INTEGER, row INTEGER, entry TEXT, checksum INTEGER);
   CREATE TABLE snapshots (
     bot TEXT PRIMARY KEY,
     n INTEGER NOT NULL,
     at REAL NOT NULL,
     row INTEGER NOT NULL,
     state TEXT NOT NULL,
     checksum INTEGER NOT NULL
   );
   CREATE TABLE latches (key TEXT PRIMARY KEY, latch TEXT NOT NULL) WITHOUT ROWID;`,
]

/** Brings the file to the newest version: each step is made whole or not at all. */
export function migrate(database: Database.Database, version: number, migrations = MIGRATIONS): void {
  for (let next = version; next < migrations.length; next++) {
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(`${migrations[next]} PRAGMA user_version = ${next + 1}; PRAGMA application_id = ${APPLICATION_ID};`)
      database.exec('COMMIT')
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
}
