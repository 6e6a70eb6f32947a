interface Request {
  readonly id?: number
  readonly method?: string
  readonly req_id?: number
  readonly params?: { readonly channel?: string; readonly symbol?: readonly string[]; readonly depth?: number }
  readonly type?: string
  readonly product_ids?: readonly string[]
  readonly channels?: readonly (string | { readonly name: string; readonly product_ids: readonly string[] })[]
}

/** What the venue that a subscription is written for would answer. */
export function acknowledgement(text: string): string | undefined {
  const request = JSON.parse(text) as Request
  if (request.method === 'SUBSCRIBE') return `{"result":null,"id":${request.id}}`
  if (request.method === 'subscribe') return kraken(request)
  if (request.type === 'subscribe') return coinbase(request)
  return undefined
}

function kraken({ params = {}, req_id }: Request): string {
  const { channel, depth, symbol = [] } = params
  const result = { channel, ...(depth === undefined ? {} : { depth }), snapshot: true, symbol: symbol[0] }
  return JSON.stringify({ method: 'subscribe', result, success: true, req_id })
}

function coinbase({ channels = [], product_ids = [] }: Request): string {
  const state = channels.map((channel) => (typeof channel === 'string' ? { name: channel, product_ids } : channel))
  const renamed = state.map(({ name, product_ids: ids }) => ({
    name: name === 'level2_batch' ? 'level2_50' : name,
    product_ids: ids,
    account_ids: null,
  }))
  return JSON.stringify({ type: 'subscriptions', channels: renamed })
}
