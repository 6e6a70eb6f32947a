import { type Deferred, deferred } from '@md/runtime'
import { AbandonedError, RestError } from '../errors.ts'
import type { AdapterSettings } from '../options.ts'
import type { ExchangeProtocol, RestGet } from '../protocol.ts'
import { parseJson } from '../wire/parse-json.ts'
import { RestBudget } from './rest-budget.ts'

interface Waiting {
  readonly path: string
  readonly weight: number
  readonly wanted: () => boolean
  /** Resolves with what ends the request. */
  readonly turn: Deferred<AbortController>
}

/** Public GETs of one venue: a few at a time, within its budget, each with a deadline. */
export class RestClient {
  readonly #protocol: ExchangeProtocol
  readonly #settings: AdapterSettings
  readonly #budget: RestBudget
  readonly #waiting: Waiting[] = []
  readonly #running = new Set<AbortController>()
  #cancelWake: () => void = () => undefined

  constructor(protocol: ExchangeProtocol, settings: AdapterSettings) {
    this.#protocol = protocol
    this.#settings = settings
    this.#budget = new RestBudget(protocol.limits.rest, settings.clock)
  }

  /** @throws RestError for no answer, an error status, or a body that is not JSON; AbandonedError */
  readonly get: RestGet = async (path, query = {}, weight = 1, wanted = () => true) => {
    const turn = deferred<AbortController>()
    this.#waiting.push({ path, weight, wanted, turn })
    this.#advance()
    const running = await turn.promise
    try {
      return await this.#fetch(path, `${this.#settings.restUrl}${path}${queryText(query)}`, running)
    } finally {
      this.#running.delete(running)
      this.#advance()
    }
  }

  /** Ends everything under way. It may be used again. */
  close(): void {
    this.#cancelWake()
    const abandoned = new AbandonedError(this.#protocol.exchange, 'a REST request')
    for (const running of this.#running) running.abort(abandoned)
    for (const { turn } of this.#waiting.splice(0)) turn.reject(abandoned)
  }

  #advance(): void {
    this.#cancelWake()
    this.#letGoOfUnwanted()
    this.#refuseWhileBanned()
    while (this.#running.size < this.#protocol.limits.rest.concurrency) {
      const next = this.#waiting[0]
      if (next === undefined) return
      const delay = this.#budget.delay(next.weight)
      if (delay > 0) {
        this.#cancelWake = this.#settings.clock.after(delay, () => this.#advance())
        return
      }
      this.#waiting.shift()
      this.#budget.use(next.weight)
      const running = new AbortController()
      this.#running.add(running)
      next.turn.resolve(running)
    }
  }

  /** What nobody waits for any more must not keep others waiting, or a queue that was once too long would stay so. */
  #letGoOfUnwanted(): void {
    for (const waiting of this.#waiting.splice(0)) {
      if (waiting.wanted()) this.#waiting.push(waiting)
      else waiting.turn.reject(new AbandonedError(this.#protocol.exchange, `GET ${waiting.path}`))
    }
  }

  /** A budget is waited for; a venue that wants to be left alone for longer than an answer may take is an answer. */
  #refuseWhileBanned(): void {
    const retryAfterMs = this.#budget.blockedFor()
    if (retryAfterMs === undefined || retryAfterMs <= this.#settings.timeout) return
    const reason = `not sent: the exchange wants to be left alone for another ${Math.ceil(retryAfterMs)} ms`
    for (const { path, turn } of this.#waiting.splice(0)) turn.reject(new RestError(path, reason, { retryAfterMs }))
  }

  async #fetch(path: string, url: string, running: AbortController): Promise<unknown> {
    const { clock, timeout, fetch } = this.#settings
    const cancelDeadline = clock.after(timeout, () => running.abort())
    try {
      const response = await fetch(url, { signal: running.signal, headers: { accept: 'application/json' } })
      this.#budget.observe(response)
      return await readJson(path, response, this.#budget)
    } catch (error) {
      throw this.#failure(path, error, running.signal)
    } finally {
      cancelDeadline()
    }
  }

  #failure(path: string, cause: unknown, { aborted, reason }: AbortSignal): Error {
    if (cause instanceof RestError) return cause
    if (reason instanceof AbandonedError) return reason
    const what = aborted ? `no answer within ${this.#settings.timeout} ms` : `cannot be reached (${codeOf(cause)})`
    return new RestError(path, what, { cause })
  }
}

async function readJson(path: string, response: Response, budget: RestBudget): Promise<unknown> {
  const text = await response.text()
  const { status } = response
  if (!response.ok) {
    throw new RestError(path, `HTTP ${status} ${excerpt(text)}`, { status, retryAfterMs: budget.blockedFor() })
  }
  const body = parseJson(text)
  if (body === undefined) throw new RestError(path, `the answer is not JSON: ${excerpt(text)}`, { status })
  return body
}

const excerpt = (text: string): string => text.slice(0, 120).replace(/\s+/g, ' ').trim()

function queryText(query: Readonly<Record<string, string | number | undefined>>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value))
  return parameters.size === 0 ? '' : `?${parameters.toString()}`
}

/** `fetch` says only "fetch failed"; what happened is the code of its cause. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code)
  return error instanceof Error ? error.message : String(error)
}
