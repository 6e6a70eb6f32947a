import type { BotReport } from '../report/bot-report.ts'
import { ask } from './ask.ts'
import { botText, type Listed, listText } from './list-text.ts'
import type { Request } from './options.ts'

/** What a running executor said to the request, as it is to be printed. @throws ExecutorError */
export async function runRequest(
  request: Extract<Request, { readonly kind: 'list' | 'command' }>,
  token: string | undefined,
): Promise<string> {
  const { path, url } = request
  if (request.kind === 'command') {
    const { by, reason } = request
    return json(await ask({ url, path, token, body: { reason, by } }))
  }
  const answer = await ask({ url, path, token })
  if (request.json) return json(answer)
  // Both ends are of one version: the answer is what this package reports.
  return path === '/bots' ? listText(answer as Listed) : botText(answer as BotReport)
}

const json = (answer: unknown): string => JSON.stringify(answer, undefined, 2)
