import { StoreError } from './errors.ts'

/** Why nothing is kept of a bot any more. */
export const afterRefusal = (reason: string): string =>
  `something before it was refused (${reason}); load the bot again`

/** @throws StoreError for a snapshot that would bring an older state back */
export function checkNotBefore(botId: string, last: number | undefined, n: number): void {
  if (last === undefined || n >= last) return
  throw new StoreError(`snapshot ${n} of bot "${botId}"`, `there is one at entry ${last} already`)
}

/** The number of the last entry. @throws StoreError unless numbers rise */
export function lastNumber(botId: string, last: number, entries: readonly { readonly n: number }[]): number {
  let highest = last
  for (const { n } of entries) {
    if (n <= highest) throw new StoreError(`entry ${n} of bot "${botId}"`, `entry ${highest} is there already`)
    highest = n
  }
  return highest
}

/** Reading would take back that something of it was refused. */
export const whileRun = (botId: string): StoreError =>
  new StoreError(`to tell what bot "${botId}" left behind`, 'it is being run')
