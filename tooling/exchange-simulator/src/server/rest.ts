/** One REST request, already taken apart. */
export interface RestRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface RestAnswer {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

export const json = (body: string, status = 200, headers: Readonly<Record<string, string>> = {}): RestAnswer => ({
  status,
  body,
  headers,
})

/** A whole number of the query within its bounds; `undefined` when it is none. */
export function wholeNumber(
  query: URLSearchParams,
  name: string,
  { fallback, least, most }: { fallback: number; least: number; most: number },
): number | undefined {
  const text = query.get(name)
  if (text === null) return fallback
  return /^\d{1,15}$/.test(text) && Number(text) >= least ? Math.min(Number(text), most) : undefined
}
