import { execFile } from 'node:child_process'

const LIMIT_MS = 60_000
const PAYLOAD = 'x'.repeat(200)

/** PUBLISH a second by `redis-benchmark -P 100`; nothing where it is missing. It waits for ever for a server that is not there. */
export function redisBenchmark(port: number, requests: number): Promise<number | undefined> {
  const args = ['-h', '127.0.0.1', '-p', String(port), '-P', '100', '-n', String(requests), '-q', '--csv']
  return new Promise((resolve) => {
    const command = ['PUBLISH', 'bench', PAYLOAD]
    execFile('redis-benchmark', [...args, ...command], { timeout: LIMIT_MS }, (error, output) => {
      resolve(error === null ? perSecondIn(output) : undefined)
    })
  })
}

/** The first number after the name: `"PUBLISH bench xxx","1234567.89",…`. */
export function perSecondIn(output: string): number | undefined {
  const [, found] = /^"PUBLISH[^"]*","([\d.]+)"/m.exec(output) ?? []
  const perSecond = Number(found)
  return perSecond > 0 ? perSecond : undefined
}
