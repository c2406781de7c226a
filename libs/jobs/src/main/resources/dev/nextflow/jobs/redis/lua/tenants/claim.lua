#!lua
-- Says which job an idempotency key of a tenant stands for, whatever queue it is in.
-- KEYS[1] claim
-- ARGV[1] id of the job that it shall stand for if it stands for none   ARGV[2] body hash
-- ARGV[3] ms to remember it   ARGV[4] id that turned out void and may be replaced, or ''
-- Returns {'claimed', id} or {'key-reused'} where it came with another body before
local id, body_hash = unpack(redis.call('HMGET', KEYS[1], 'id', 'bodyHash'))
if id and body_hash ~= ARGV[2] then
  return {'key-reused'}
end
if id and id ~= ARGV[4] then
  return {'claimed', id}
end
redis.call('HSET', KEYS[1], 'id', ARGV[1], 'bodyHash', ARGV[2])
if not id then
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return {'claimed', ARGV[1]}
