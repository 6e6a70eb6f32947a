import type { EntryOf } from '../entry.ts'
import { ReadyResponse } from '../response.ts'
import { redactUrl } from '../tap/redact.ts'

type Answer = EntryOf<'rest'> | EntryOf<'rest-failure'>

interface Asked {
  answer(answer: Answer): void
}

/** Of one address, answers that nobody has asked for yet. */
const KEPT_ANSWERS = 100

/**
 * A `fetch` that gives the recorded answers, at the moments they came. Who asks later than then gets them at once; what
 * was never answered is not answered now.
 */
export class ReplayRest {
  readonly #asked = new Map<string, Asked[]>()
  readonly #answers = new Map<string, Answer[]>()

  readonly fetch: typeof fetch = (input, init) => {
    const key = keyOf(redactUrl(input instanceof Request ? input.url : String(input)))
    const ready = this.#answers.get(key)?.shift()
    return new Promise((resolve, reject) => {
      const asked: Asked = {
        answer: (answer) => {
          if (answer.kind === 'rest') resolve(new ReadyResponse(answer))
          else reject(new TypeError('fetch failed', { cause: { code: answer.reason } }))
        },
      }
      if (ready !== undefined) {
        asked.answer(ready)
        return
      }
      listOf(this.#asked, key).push(asked)
      init?.signal?.addEventListener('abort', () => {
        this.#withdraw(key, asked)
        reject(init.signal?.reason)
      })
    })
  }

  deliver(answer: Answer): void {
    const key = keyOf(answer.url)
    const asked = this.#asked.get(key)?.shift()
    if (asked !== undefined) {
      asked.answer(answer)
      return
    }
    const answers = listOf(this.#answers, key)
    answers.push(answer)
    if (answers.length > KEPT_ANSWERS) answers.shift()
  }

  #withdraw(key: string, asked: Asked): void {
    const list = listOf(this.#asked, key)
    const index = list.indexOf(asked)
    if (index >= 0) list.splice(index, 1)
  }
}

/** Which host it was does not matter. */
function keyOf(address: string): string {
  const { pathname, search } = new URL(address)
  return `${pathname}${search}`
}

function listOf<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}
