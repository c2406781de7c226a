-- What all scripts share: names of keys, the only clock, and whose turn it is.
-- Every script has KEYS[1] = turns and ARGV[1] = the prefix of all keys. An endpoint's name is
-- <tenant>:<id>; keys made from names carry the prefix, hence the same hash tag.
local turns, prefix = KEYS[1], ARGV[1]
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

local function endpoint_named(name)
  return {
    name = name,
    key = prefix .. 'endpoint:' .. name,
    due = prefix .. 'due:' .. name,
    leased = prefix .. 'leased:' .. name,
    log = prefix .. 'log:' .. name,
  }
end

local function delivery_key(endpoint, id)
  return prefix .. 'delivery:' .. endpoint.name .. ':' .. id
end

local function is_disabled(endpoint)
  return redis.call('HEXISTS', endpoint.key, 'disabledReason') == 1
end

-- The least score of a sorted set; nil where it is empty.
local function least(key)
  return tonumber(redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2])
end

-- When the endpoint is to be looked at: when its first delivery is due, or a lease of it runs out.
-- Not before now: who was just served stands behind those who wait. nil: never.
local function next_look(endpoint)
  local due, lease = least(endpoint.due), least(endpoint.leased)
  local first = due and lease and math.min(due, lease) or due or lease
  return first and math.max(first, now_ms)
end

-- Has the endpoint looked at in time; one that waits already keeps its earlier turn.
local function line_up(endpoint)
  local at = next_look(endpoint)
  if at and not is_disabled(endpoint) then
    redis.call('ZADD', turns, 'LT', at, endpoint.name)
  end
end

-- What waits stays, and goes on once the endpoint is enabled again.
local function disable(endpoint, reason)
  redis.call('HSET', endpoint.key, 'disabledReason', reason, 'disabledAtMs', now_ms)
  redis.call('ZREM', turns, endpoint.name)
end

-- entry: the delivery's place in the log, <ms of its creation>:<id>
local function forget(endpoint, entry)
  local id = string.sub(entry, string.find(entry, ':', 1, true) + 1)
  redis.call('DEL', delivery_key(endpoint, id))
  redis.call('ZREM', endpoint.due, id)
  redis.call('ZREM', endpoint.leased, id)
  redis.call('ZREM', endpoint.log, entry)
end
