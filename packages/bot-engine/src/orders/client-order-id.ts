import { createHash } from 'node:crypto'
import { InvalidInputError } from '@md/types'

export interface ClientOrderIdParts {
  readonly fence: number
  readonly sequence: number
}

const HASH_LENGTH = 10
const SHORTEST_HASH = 6
const READABLE = /^[A-Za-z0-9_-]+$/
/** The last separator tells the form: `-` after a bot id that stands there in full, `_` after a hash of it. */
const FORM = /^(.+)([-_])([0-9a-z]+)\2([0-9a-z]+)$/

/**
 * `<bot id>-<fence>-<sequence>`, the numbers in base 36. A bot id that is too long, or has other characters than
 * `A-Z a-z 0-9 - _`, is cut and followed by a hash of the whole: `<its beginning>-<hash>_<fence>_<sequence>`.
 * Two orders never have one id, as long as two bot ids do not share a hash of ten characters (six at the least, where
 * the venue leaves no room for more).
 * @param limit characters the venue allows
 * @throws InvalidInputError for a number that is not whole, and for a limit that leaves no room
 */
export function clientOrderIdFor(botId: string, fence: number, sequence: number, limit = 36): string {
  const numbers = [inBase36('fence', fence), inBase36('sequence', sequence)]
  const readable = [botId, ...numbers].join('-')
  if (READABLE.test(botId) && readable.length <= limit) return readable

  const room = limit - 2 - numbers.join('').length
  if (room < SHORTEST_HASH)
    throw new InvalidInputError(
      'limit of client order ids',
      limit,
      `at least ${limit - room + SHORTEST_HASH} for this bot`,
    )
  const hash = hashOf(botId).slice(0, room)
  const head = cleaned(botId).slice(0, Math.max(0, room - hash.length - 1))
  return [head === '' ? hash : `${head}-${hash}`, ...numbers].join('_')
}

/** `undefined`: not an id of this bot. */
export function parseClientOrderId(id: string, botId: string): ClientOrderIdParts | undefined {
  const [, owner = '', separator, fence = '', sequence = ''] = FORM.exec(id) ?? []
  if (separator === undefined || !(separator === '-' ? owner === botId : isHashed(owner, botId))) return undefined
  const parts = { fence: Number.parseInt(fence, 36), sequence: Number.parseInt(sequence, 36) }
  return Number.isSafeInteger(parts.fence) && Number.isSafeInteger(parts.sequence) ? parts : undefined
}

function isHashed(owner: string, botId: string): boolean {
  const end = owner.lastIndexOf('-')
  const hash = owner.slice(end + 1)
  const isWhole = hash.length === HASH_LENGTH || (end === -1 && hash.length >= SHORTEST_HASH)
  return isWhole && hashOf(botId).startsWith(hash) && cleaned(botId).startsWith(owner.slice(0, Math.max(0, end)))
}

const cleaned = (botId: string): string => botId.replace(/[^A-Za-z0-9]+/g, '')

function hashOf(botId: string): string {
  const digest = createHash('sha256').update(botId).digest()
  return (digest.readBigUInt64BE() % 36n ** BigInt(HASH_LENGTH)).toString(36).padStart(HASH_LENGTH, '0')
}

function inBase36(what: string, value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidInputError(what, value, 'a whole number from 0')
  return value.toString(36)
}
