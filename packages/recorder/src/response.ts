import type { RestAnswer } from './entry.ts'

/** Statuses with which a `Response` refuses a body. */
const WITHOUT_BODY = new Set([101, 204, 205, 304])

/**
 * A `Response` whose body is there already. That of `fetch` is read through a stream, which takes an unknown number of
 * turns of the event loop: a replay could not tell when everything an answer sets off is done.
 */
export class ReadyResponse extends Response {
  override readonly text: () => Promise<string>
  override readonly json: () => Promise<unknown>

  constructor({ status, headers, body }: RestAnswer) {
    super(WITHOUT_BODY.has(status) ? null : '', { status, headers: { ...headers } })
    this.text = () => Promise.resolve(body)
    this.json = async () => JSON.parse(body)
  }
}
