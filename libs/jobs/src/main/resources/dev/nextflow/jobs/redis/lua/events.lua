#!lua flags=no-writes
-- Reads on in a job's events, in one go with what it must be compared with.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events
-- ARGV[1] prefix   ARGV[2] name   ARGV[3] id after which to read   ARGV[4] most events
-- Returns {state, '' where there is no such job; id of the last event that was trimmed, or '';
--   event id, type, data, ...}
-- include queue

local state, trimmed = unpack(redis.call('HMGET', KEYS[3], 'state', 'trimmedThrough'))
local answer = {state or '', trimmed or ''}
for _, entry in ipairs(redis.call('XRANGE', KEYS[5], '(' .. ARGV[3], '+', 'COUNT', ARGV[4])) do
  local fields = entry[2]
  answer[#answer + 1] = entry[1]
  answer[#answer + 1] = fields[2]
  answer[#answer + 1] = fields[4]
end
return answer
