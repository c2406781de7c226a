-- keep_while_open: a session with an open place is kept until its turn has ended.
-- keep_from_now: then so long as it shall be.
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

local function keep_while_open(session, turns, expiries, id)
  redis.call('HSET', session, 'changedAtMs', now_ms)
  redis.call('PERSIST', session)
  redis.call('PERSIST', turns)
  redis.call('ZADD', expiries, '+inf', id)
end

local function keep_from_now(session, turns, expiries, id)
  local ttl_ms = tonumber(redis.call('HGET', session, 'ttlMs'))
  redis.call('HSET', session, 'changedAtMs', now_ms)
  redis.call('PEXPIRE', session, ttl_ms)
  redis.call('PEXPIRE', turns, ttl_ms)
  redis.call('ZADD', expiries, now_ms + ttl_ms, id)
end
