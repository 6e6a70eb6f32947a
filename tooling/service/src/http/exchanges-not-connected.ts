/** Why a feed is not well. */
interface Judged {
  readonly reasons: readonly { readonly code: string; readonly message: string }[]
}

/** The exchanges that are wanted and not there, each in a sentence. */
export const exchangesNotConnected = ({ reasons }: Judged): readonly string[] =>
  reasons.filter(({ code }) => code === 'EXCHANGE_NOT_CONNECTED').map(({ message }) => message)
