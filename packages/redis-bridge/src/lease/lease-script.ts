/**
 * Takes or renews a lease. The fence grows whenever the owner changes, and survives an empty Redis: it is never below
 * Redis's own time. An owner that comes back late, but before anybody else, keeps its fence; so does one that surely
 * still leads when Redis has forgotten everything. It begins with a deletion of nothing: a script that has written
 * may go on writing in a Redis that is full.
 * KEYS: lease. ARGV: owner, ttl in ms, how long to keep the key (0: for ever), the fence of who surely still leads.
 * Returns: 1 or 0, fence, where the one before us ended (JSON, empty when unknown), ms until it is free.
 */
export const ACQUIRE = `
redis.call('HDEL', KEYS[1], '')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'o', 'f', 'e', 'end')
local fence = tonumber(held[2] or '0')
local expiry = tonumber(held[3] or '0')
if held[1] and held[1] ~= '' and held[1] ~= ARGV[1] and expiry > now then
  return {0, tostring(fence), '', expiry - now}
end
local ended = held[4] or ''
if not held[1] and ARGV[4] ~= '' then
  fence = tonumber(ARGV[4])
elseif held[1] ~= ARGV[1] then
  fence = math.max(fence + 1, now)
else
  ended = ''
end
redis.call('HSET', KEYS[1], 'o', ARGV[1], 'f', string.format('%.0f', fence), 'e', string.format('%.0f', now + tonumber(ARGV[2])), 'end', '')
if ARGV[3] ~= '0' then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
return {1, string.format('%.0f', fence), ended, 0}
`

/** Gives a lease back, and says where its log ends. KEYS: lease. ARGV: owner, ends (JSON). */
export const RELEASE = `
redis.call('HDEL', KEYS[1], '')
if redis.call('HGET', KEYS[1], 'o') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'o', '', 'e', '0', 'end', ARGV[2])
return 1
`
