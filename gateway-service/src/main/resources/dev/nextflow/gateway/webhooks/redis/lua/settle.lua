#!lua flags=allow-oom
-- Tells what became of a claim. An endpoint that took nothing for long is disabled.
-- KEYS[1] turns
-- ARGV[1] prefix   ARGV[2] endpoint's name   ARGV[3] delivery's id   ARGV[4] fence
-- ARGV[5] 'delivered', 'again', 'given-up' or 'gone'   ARGV[6] ms to the next attempt
-- ARGV[7] the attempt, as the log shows it   ARGV[8] ms that a delivery is kept
-- ARGV[9] ms without a success   ARGV[10] deliveries given up, after which one is disabled
-- Returns 1, or 0 where the claim was lost: nothing changed
-- include shared

local endpoint = endpoint_named(ARGV[2])
local id, verdict = ARGV[3], ARGV[5]
local delivery = delivery_key(endpoint, id)
local state, fence = unpack(redis.call('HMGET', delivery, 'state', 'fence'))
if state ~= 'sending' or fence ~= ARGV[4] then
  return 0
end

redis.call('ZREM', endpoint.leased, id)
local count = redis.call('HINCRBY', delivery, 'attempts', 1)
redis.call('HSET', delivery, 'attempt:' .. count, ARGV[7])
redis.call('HDEL', delivery, 'attempt:' .. (count - 50))
redis.call('PEXPIRE', delivery, ARGV[8])

if verdict == 'delivered' then
  redis.call('HSET', delivery, 'state', 'delivered')
  redis.call('HDEL', endpoint.key, 'failingSinceMs', 'givenUp')
else
  redis.call('HSETNX', endpoint.key, 'failingSinceMs', now_ms)
end
if verdict == 'again' then
  local next_ms = now_ms + tonumber(ARGV[6])
  redis.call('HINCRBY', delivery, 'tries', 1)
  redis.call('HSET', delivery, 'state', 'waiting', 'nextAtMs', next_ms)
  redis.call('ZADD', endpoint.due, next_ms, id)
elseif verdict == 'given-up' then
  redis.call('HSET', delivery, 'state', 'failed')
  local given_up = redis.call('HINCRBY', endpoint.key, 'givenUp', 1)
  local failing_ms = now_ms - redis.call('HGET', endpoint.key, 'failingSinceMs')
  if given_up >= tonumber(ARGV[10]) and failing_ms >= tonumber(ARGV[9]) and
      not is_disabled(endpoint) then
    disable(endpoint, 'failing')
  end
elseif verdict == 'gone' then
  redis.call('HSET', delivery, 'state', 'failed')
  disable(endpoint, 'gone')
end
line_up(endpoint)
return 1
