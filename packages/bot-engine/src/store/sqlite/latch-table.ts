import type Database from 'libsql'
import type { Latch } from '../store.ts'

/** Halts that outlive the process. */
export class LatchTable {
  readonly #all: Database.Statement
  readonly #set: Database.Statement
  readonly #remove: Database.Statement

  constructor(database: Database.Database) {
    this.#all = database.prepare('SELECT latch FROM latches ORDER BY key').raw()
    this.#set = database.prepare('INSERT OR REPLACE INTO latches (key, latch) VALUES (?, ?)')
    this.#remove = database.prepare('DELETE FROM latches WHERE key = ?')
  }

  all(): readonly Latch[] {
    return (this.#all.all() as readonly [string][]).map(([text]) => JSON.parse(text))
  }

  set(latch: Latch): void {
    this.#set.run(keyOf(latch.scope, latch.id), JSON.stringify(latch))
  }

  remove(scope: Latch['scope'], id: string): void {
    this.#remove.run(keyOf(scope, id))
  }
}

/** As JSON: SQLite's driver ends a text at its first NUL. */
const keyOf = (scope: string, id: string): string => JSON.stringify([scope, id])
