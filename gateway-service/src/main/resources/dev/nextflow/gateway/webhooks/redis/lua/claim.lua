#!lua flags=allow-oom
-- Claims deliveries that are due: the endpoints in turn, a few of each at a time. A claim is a lease
-- with a fence; one that ran out is due again, and does not count as an attempt.
-- KEYS[1] turns
-- ARGV[1] prefix   ARGV[2] most claims   ARGV[3] most at once per endpoint   ARGV[4] ms of a lease
-- Returns {{endpoint's name, id, fence, tries, body, url, secret, old secret or '', until, ms since it happened,
--   traceparent or '', tracestate or ''}, ...}
-- include shared

local limit, per_endpoint, lease_ms = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local claims = {}

local function take_back_lost(endpoint)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', endpoint.leased, '-inf', now_ms)) do
    redis.call('ZREM', endpoint.leased, id)
    redis.call('ZADD', endpoint.due, now_ms, id)
    local delivery = delivery_key(endpoint, id)
    if redis.call('EXISTS', delivery) == 1 then
      redis.call('HSET', delivery, 'state', 'waiting', 'nextAtMs', now_ms)
    end
  end
end

local function claim(endpoint, id)
  redis.call('ZREM', endpoint.due, id)
  local delivery = delivery_key(endpoint, id)
  if redis.call('EXISTS', delivery) == 0 then
    return
  end
  local fence = redis.call('HINCRBY', delivery, 'fence', 1)
  redis.call('HSET', delivery, 'state', 'sending')
  redis.call('HDEL', delivery, 'nextAtMs')
  redis.call('ZADD', endpoint.leased, now_ms + lease_ms, id)
  local tries, body, since_ms, traceparent, tracestate =
    unpack(redis.call('HMGET', delivery, 'tries', 'body', 'sinceMs', 'traceparent', 'tracestate'))
  local url, secret, old, old_until =
    unpack(redis.call('HMGET', endpoint.key, 'url', 'secret', 'old', 'oldUntilMs'))
  local grace = old and now_ms < tonumber(old_until)
  claims[#claims + 1] = {endpoint.name, id, fence, tries, body, url, secret,
    grace and old or '', grace and old_until or 0, math.max(0, now_ms - (tonumber(since_ms) or now_ms)),
    traceparent or '', tracestate or ''}
end

-- Bounded: a call must end, however many endpoints there are to look at.
for _ = 1, 200 do
  local name = redis.call('ZRANGEBYSCORE', turns, '-inf', now_ms, 'LIMIT', 0, 1)[1]
  if not name or #claims >= limit then
    break
  end
  local endpoint = endpoint_named(name)
  take_back_lost(endpoint)
  local room = per_endpoint - redis.call('ZCARD', endpoint.leased)
  local take = math.min(room, limit - #claims)
  if take > 0 then
    local due = redis.call('ZRANGEBYSCORE', endpoint.due, '-inf', now_ms, 'LIMIT', 0, take)
    for _, id in ipairs(due) do
      claim(endpoint, id)
    end
  end
  -- With all hands full, the next look is when one is free: settle says so, or its lease ends.
  local full = redis.call('ZCARD', endpoint.leased) >= per_endpoint
  local at = full and least(endpoint.leased) or next_look(endpoint)
  if at then
    redis.call('ZADD', turns, at, name)
  else
    redis.call('ZREM', turns, name)
  end
end
return claims
