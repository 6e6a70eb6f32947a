import type { RestAnswer } from '../entry.ts'
import { ReadyResponse } from '../response.ts'
import { redactUrl } from './redact.ts'
import type { TapClock } from './tap-clock.ts'

/** Headers by which an adapter keeps to the venue's limits. Others are not needed, and may be about us. */
const KEPT_HEADERS = ['content-type', 'retry-after', 'x-mbx-used-weight-1m']

/** Asks as `ask` does, and writes down each answer before the adapter sees it. */
export const tapFetch =
  (ask: typeof fetch, clock: TapClock): typeof fetch =>
  async (input, init) => {
    const url = redactUrl(input instanceof Request ? input.url : String(input))
    try {
      const answer = await answerOf(url, await ask(input, init))
      clock.cause({ kind: 'rest', ...answer })
      return new ReadyResponse(answer)
    } catch (error) {
      // What we gave up ourselves, a replay gives up by itself.
      if (init?.signal?.aborted !== true) clock.cause({ kind: 'rest-failure', url, reason: codeOf(error) })
      throw error
    }
  }

async function answerOf(url: string, response: Response): Promise<RestAnswer> {
  const body = await response.text()
  const headers: Record<string, string> = {}
  for (const name of KEPT_HEADERS) {
    const value = response.headers.get(name)
    if (value !== null) headers[name] = value
  }
  return { url, status: response.status, headers, body }
}

/** `fetch` says only "fetch failed"; what happened is the code of its cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code)
  return error instanceof Error ? error.message : String(error)
}
