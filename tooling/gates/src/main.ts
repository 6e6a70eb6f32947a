import { seconds } from './clock.ts'
import { stopEverything } from './command.ts'
import type { Gate, TestTally, Verdict } from './gate.ts'
import { GATES } from './gates.ts'
import { print } from './print.ts'

const INTERRUPTED = 130

/** `pnpm verify [GATE …]`: the gates that are named, or all. Ends with `N passed, N failed`: tests and gates. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopEverything()
    process.exit(INTERRUPTED)
  })
}

const results = []
for (const gate of chosen(process.argv.slice(2))) results.push(await judge(gate))
process.exit(report(results))

interface Result {
  readonly gate: Gate
  readonly verdict: Verdict
}

function chosen(names: readonly string[]): readonly Gate[] {
  const known = GATES.map(({ name }) => name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length === 0) return GATES.filter(({ name }) => names.length === 0 || names.includes(name))

  print(`There is no gate "${unknown.join('", "')}". The gates are: ${known.join(', ')}`)
  process.exit(2)
}

async function judge(gate: Gate): Promise<Result> {
  const startedAt = seconds()
  const verdict = await gate.check(process.cwd()).catch((error: unknown): Verdict => ({ problems: [messageOf(error)] }))
  const took = (seconds() - startedAt).toFixed(1)

  const { notes = [], problems } = verdict
  print(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${gate.name.padEnd(17)} ${took.padStart(6)} s  ${gate.promise}`)
  for (const line of [...notes, ...problems].flatMap((text) => text.split('\n'))) print(`       ${line}`)
  return { gate, verdict }
}

/** Prints the tally and returns the exit code. */
function report(results: readonly Result[]): number {
  const broken = results.filter(({ verdict }) => verdict.problems.length > 0)
  if (broken.length > 0) print(`\nNot kept: ${broken.map(({ gate }) => gate.name).join(', ')}`)

  const tests = results.map(({ verdict }) => verdict.tests).filter((tally) => tally !== undefined)
  const count = (kind: keyof TestTally) => tests.reduce((sum, tally) => sum + tally[kind], 0)
  const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : ''
  const failed = broken.length + count('failed')
  print(`\n${results.length - broken.length + count('passed')} passed, ${failed} failed${skipped}`)
  return failed === 0 ? 0 : 1
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
