#!lua flags=no-writes
-- Reads a session whole.
-- KEYS[1..2] session, turns
-- Returns {now in ms, {field, value, ...}, {number, text, ...}}, or {} where there is none
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

local fields = redis.call('HGETALL', KEYS[1])
if #fields == 0 then
  return {}
end
return {now_ms, fields, redis.call('HGETALL', KEYS[2])}
