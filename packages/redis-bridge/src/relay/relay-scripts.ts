/**
 * Appends a page to a log and says it live, in one step and in order. What the log has is neither added nor said again.
 * A page that does not continue the log is refused whole: one before it did not get there.
 * KEYS: log. ARGV: id before the page, number of entries, then for each: id, entry, number of messages, and those as
 * channel and text. Returns: whether it was taken, how many were new, id of the log's end.
 */
export const APPEND = `
local function above(a, b)
  local af, ab = string.match(a, '^(%d+)-(%d+)$')
  local bf, bb = string.match(b, '^(%d+)-(%d+)$')
  af, ab, bf, bb = tonumber(af), tonumber(ab), tonumber(bf), tonumber(bb)
  return af > bf or (af == bf and ab > bb)
end
local top = '0-0'
if redis.call('EXISTS', KEYS[1]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[1])
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then top = info[i + 1] end
  end
end
if above(ARGV[1], top) then return {0, 0, top} end
local added = 0
local at = 3
for _ = 1, tonumber(ARGV[2]) do
  local id, entry, count = ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2])
  at = at + 3
  if above(id, top) then
    redis.call('XADD', KEYS[1], id, 'd', entry)
    for i = 0, count - 1 do redis.call('PUBLISH', ARGV[at + 2 * i], ARGV[at + 2 * i + 1]) end
    top = id
    added = added + 1
  end
  at = at + 2 * count
end
return {1, added, top}
`

/**
 * Says a beat, unless it was said here before: relays in a ring would go on saying it for ever.
 * A clock that was set back by more than 10 s is believed. KEYS: homes. ARGV: field, time of the beat, channel, text.
 */
export const SAY_BEAT = `
local ago = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '-inf') - tonumber(ARGV[2])
if ago >= 0 and ago < 10000 then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PUBLISH', ARGV[3], ARGV[4])
return 1
`
