import { MdError, reportOf } from '@md/types'

/** The executor did not do what it was asked for, or is not there. */
export class ExecutorError extends MdError {
  readonly code = 'EXECUTOR'
  readonly recovery = 'stop'
}

export interface Question {
  readonly url: string
  readonly path: string
  /** Given: a command. */
  readonly body?: object
  readonly token: string | undefined
}

/** What a running executor answers. @throws ExecutorError */
export async function ask({ body, path, token, url }: Question): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    const cause = error instanceof Error ? error.cause : undefined
    const why = reportOf(cause ?? error).message
    throw new ExecutorError(`No executor answers at ${url} (${why}): start one, or say where it is with --url`, { url })
  })
  const text = await response.text()
  const answer = parsed(text)
  if (response.ok && answer !== undefined) return answer
  throw new ExecutorError(errorOf(answer) ?? `${url}${path} answered ${response.status}, and is no executor`, {
    url,
    status: response.status,
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Whatever listens there is something else, which is said.
    return undefined
  }
}

function errorOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return undefined
  return typeof answer.error === 'string' ? answer.error : undefined
}
