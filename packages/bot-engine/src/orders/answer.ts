import { type Clock, type ErrorReport, reportOf } from '@md/types'

/** What came of a question to somebody else: an answer, or why there is none. */
export type Answer<T> =
  | { readonly kind: 'answer'; readonly answer: T }
  | { readonly kind: 'fault'; readonly fault: ErrorReport }
  /** It may still come: `later` is called then, and not for a failure. */
  | { readonly kind: 'late'; onAnswer(later: (answer: T) => void): void }

/** Waits `ms` for an answer. Never rejects. */
export function answerWithin<T>(clock: Clock, ms: number, ask: () => Promise<T>): Promise<Answer<T>> {
  return new Promise((resolve) => {
    let later: ((answer: T) => void) | undefined
    const cancel = clock.after(ms, () => {
      resolve({ kind: 'late', onAnswer: (listener) => (later = listener) })
    })
    asked(ask).then(
      (answer) => {
        cancel()
        later?.(answer)
        resolve({ kind: 'answer', answer })
      },
      (error: unknown) => {
        cancel()
        resolve({ kind: 'fault', fault: reportOf(error) })
      },
    )
  })
}

/** What throws before there is a promise is a rejection as well. */
async function asked<T>(ask: () => Promise<T>): Promise<T> {
  return await ask()
}
