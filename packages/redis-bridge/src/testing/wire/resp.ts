import { RedisReplyError } from './reply-error.ts'

/** A reply in RESP2. Texts are read as UTF-8; nil is `undefined`. */
export type RespValue = string | number | undefined | RedisReplyError | readonly RespValue[]

export type RespArgument = string | number | Buffer

/** What has been read, and where the rest begins; nothing while bytes are missing. */
export type Parsed = { readonly value: RespValue; readonly end: number } | undefined

export function encodeCommand(args: readonly RespArgument[]): Buffer {
  const parts = args.flatMap((arg) => {
    const bytes = Buffer.isBuffer(arg) ? arg : Buffer.from(String(arg))
    return [Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n')]
  })
  return Buffer.concat([Buffer.from(`*${args.length}\r\n`), ...parts])
}

export function parseReply(bytes: Buffer, start = 0): Parsed {
  const lineEnd = bytes.indexOf('\r\n', start)
  if (lineEnd < 0) return undefined
  const line = bytes.toString('utf8', start + 1, lineEnd)
  const end = lineEnd + 2
  switch (String.fromCharCode(bytes[start] ?? 0)) {
    case '+':
      return { value: line, end }
    case '-':
      return { value: new RedisReplyError(line), end }
    case ':':
      return { value: Number(line), end }
    case '$':
      return parseBulk(bytes, end, Number(line))
    case '*':
      return parseArray(bytes, end, Number(line))
    default:
      throw new SyntaxError(`not the beginning of a RESP2 reply: ${JSON.stringify(bytes.toString('utf8', start, end))}`)
  }
}

function parseBulk(bytes: Buffer, start: number, length: number): Parsed {
  if (length < 0) return { value: undefined, end: start }
  const end = start + length + 2
  return bytes.length < end ? undefined : { value: bytes.toString('utf8', start, start + length), end }
}

function parseArray(bytes: Buffer, start: number, length: number): Parsed {
  if (length < 0) return { value: undefined, end: start }
  const items: RespValue[] = []
  let end = start
  while (items.length < length) {
    const item = parseReply(bytes, end)
    if (!item) return undefined
    items.push(item.value)
    end = item.end
  }
  return { value: items, end }
}
