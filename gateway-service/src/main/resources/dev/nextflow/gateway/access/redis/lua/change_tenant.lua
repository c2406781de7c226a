#!lua flags=allow-oom
-- Changes an account. A full Redis must not keep anybody from being suspended.
-- KEYS[1] tenant
-- ARGV[1..] fields and values; none changes nothing
-- Returns {field, value, ...}, or {} where there is no such account

if redis.call('EXISTS', KEYS[1]) == 0 then
  return {}
end

if #ARGV > 0 then
  redis.call('HSET', KEYS[1], unpack(ARGV))
end
return redis.call('HGETALL', KEYS[1])
