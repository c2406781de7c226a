#!lua flags=allow-oom
-- Hands out entries of the outbox, oldest first: those that were handed out before and not
-- acknowledged in time, then new ones. All readers are one consumer: who reads an entry a second
-- time does the same with it again, so nobody has to own one.
-- KEYS[1..2] leases, deadlines   KEYS[3] outbox
-- ARGV[1] prefix   ARGV[2] ms until an entry is handed out again   ARGV[3] most entries
-- Returns {{entry id, {field, value, ...}}, ...}
-- include queue

local outbox, again_ms, limit = KEYS[3], ARGV[2], tonumber(ARGV[3])
if redis.call('EXISTS', outbox) == 0 then
  return {}
end
if #redis.call('XINFO', 'GROUPS', outbox) == 0 then
  redis.call('XGROUP', 'CREATE', outbox, 'readers', '0')
end

local entries =
  redis.call('XAUTOCLAIM', outbox, 'readers', 'reader', again_ms, '0-0', 'COUNT', limit)[2]
if #entries < limit then
  local fresh = redis.call('XREADGROUP', 'GROUP', 'readers', 'reader',
    'COUNT', limit - #entries, 'STREAMS', outbox, '>')
  for _, entry in ipairs(fresh and fresh[1][2] or {}) do
    entries[#entries + 1] = entry
  end
end
return entries
