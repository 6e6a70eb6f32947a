import { isObject, parseJson } from '@md/adapter-core'

const REDACTED = '[redacted]'

/** Names under which exchanges take what proves who somebody is: all lower case, without separators. */
const SECRETS = new Set([
  'apikey',
  'apisecret',
  'authorization',
  'jwt',
  'key',
  'listenkey',
  'nonce',
  'passphrase',
  'password',
  'secret',
  'sig',
  'sign',
  'signature',
  'token',
])

const isSecret = (name: string): boolean => SECRETS.has(name.toLowerCase().replace(/[^a-z]/g, ''))

/** A frame that we send, without what proves who we are. One that cannot be understood is not kept at all. */
export function redactFrame(text: string): string {
  const frame = parseJson(text)
  if (frame === undefined) return JSON.stringify(`[${text.length} characters that are not JSON]`)
  const kept = withoutSecrets(frame)
  // Unchanged, the venue's client wrote it: its own spelling is kept.
  return kept === frame ? text : JSON.stringify(kept)
}

/** The address without a user, a password, or a parameter that is a secret. */
export function redactUrl(address: string): string {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  const secrets = [...url.searchParams.keys()].filter(isSecret)
  if (secrets.length === 0 && url.username === '' && url.password === '') return address
  url.username = ''
  url.password = ''
  for (const name of secrets) url.searchParams.set(name, REDACTED)
  return url.toString()
}

/** The same value where nothing had to be taken out. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(withoutSecrets)
    return items.every((item, i) => item === value[i]) ? value : items
  }
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([name, inner]) => [name, keptOf(name, inner)] as const)
  return entries.every(([name, inner]) => inner === value[name]) ? value : Object.fromEntries(entries)
}

const keptOf = (name: string, value: unknown): unknown =>
  isSecret(name) && typeof value === 'string' ? REDACTED : withoutSecrets(value)
