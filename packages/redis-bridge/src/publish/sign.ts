/** KEYS: writers. ARGV: writer, how long one counts that says nothing, in ms. */
const SIGN = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - tonumber(ARGV[2])))
return 1
`

/** Enters a writer among those who write, by the time of Redis: the clocks of two writers may be hours apart. */
export const signing = (key: string, writer: string, retentionMs: number): readonly string[] => [
  'EVAL',
  SIGN,
  '1',
  key,
  writer,
  String(retentionMs * 2),
]
