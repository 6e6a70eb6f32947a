import { ensureRedis } from './ensure-redis.ts'
import { run } from './run.ts'

/** The folders whose tests start a Redis. */
const WITH_REDIS = /\/(?:packages\/redis-bridge|apps\/(?:host|executor)|tooling\/redis-multi)\//

/** What vitest hands to a global setup, as far as it is used here. */
interface TestRun {
  readonly vitest: { readonly state: { readonly getPaths: () => readonly string[] } }
}

/** Called by vitest before the tests, once, when it knows which of them it will run. */
export async function setup({ vitest }: TestRun): Promise<void> {
  if (!vitest.state.getPaths().some((path) => WITH_REDIS.test(path))) return
  await ensureRedis({
    run,
    isRoot: process.getuid?.() === 0,
    print: (line) => process.stderr.write(`${line}\n`),
  })
}
