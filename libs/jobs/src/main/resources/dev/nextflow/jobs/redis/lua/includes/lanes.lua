-- A lane is the list of waiting job ids of one tenant and priority; a ring is the list of tenants
-- whose turn comes, one per priority. A tenant stands in a ring exactly while its lane holds a job,
-- and takes as many jobs in a turn as it has weight. The one served longest ago comes first: a tenant
-- that comes in need not wait for those who have just had a job.
local priorities = {'high', 'normal', 'low'}
local weights, turns = prefix .. 'weights', prefix .. 'turns'

-- Tokens that the jobs in the lanes will still cost, by priority: what workers are scaled by. A job
-- keeps what it was counted with, so that as much is taken off as was put on.
local waiting_tokens = prefix .. 'waiting-tokens'

-- Of one job: beyond what any has, and so little that a sum of millions is still a number.
local most_counted = 1e12

local function lane_of(priority, tenant)
  return prefix .. 'lane:' .. priority .. ':' .. tenant
end

local function ring_of(priority)
  return prefix .. 'ring:' .. priority
end

local function served_at(priority, tenant)
  return tonumber(redis.call('HGET', prefix .. 'served:' .. priority, tenant)) or 0
end

local function weight_of(tenant)
  return tonumber(redis.call('HGET', weights, tenant)) or 1
end

-- Jobs until the tenant's turn is over; at least one, also where its weight became less meanwhile.
local function turns_left(priority, tenant)
  local taken = tonumber(redis.call('HGET', turns, priority .. ':' .. tenant)) or 0
  return math.max(1, weight_of(tenant) - taken)
end

-- Walks past those who were served later, from the end.
local function enter_ring(priority, tenant)
  local ring, own = ring_of(priority), served_at(priority, tenant)
  local tenants = redis.call('LRANGE', ring, 0, -1)
  for i = #tenants, 1, -1 do
    if served_at(priority, tenants[i]) <= own then
      redis.call('LINSERT', ring, 'AFTER', tenants[i], tenant)
      return
    end
  end
  redis.call('LPUSH', ring, tenant)
end

local function leave_ring(priority, tenant)
  redis.call('LREM', ring_of(priority), 1, tenant)
  redis.call('HDEL', turns, priority .. ':' .. tenant)
  if redis.call('EXISTS', ring_of(priority)) == 0 then
    redis.call('DEL', prefix .. 'served:' .. priority) -- nobody is left to be fair to
  end
end

local function count_in(job, priority)
  local total, done = unpack(redis.call('HMGET', job.key, 'tokensTotal', 'tokensDone'))
  local left = (tonumber(total) or 0) - (tonumber(done) or 0)
  local tokens = math.min(math.max(0, left), most_counted)
  redis.call('HSET', job.key, 'tokensWaiting', tokens)
  redis.call('HINCRBY', waiting_tokens, priority, tokens)
end

-- Nothing for a job that a version before this one has put into its lane.
local function count_out(job, priority)
  local tokens = redis.call('HGET', job.key, 'tokensWaiting')
  if tokens then
    redis.call('HDEL', job.key, 'tokensWaiting')
    redis.call('HINCRBY', waiting_tokens, priority, 0 - tokens) -- of 0, a plain minus makes -0: no integer
  end
end

-- side: 'RPUSH' for a job whose turn is to come; 'LPUSH' for one that has had it before.
local function enter_lane(job, side)
  local priority, tenant, id = redis.call('HGET', job.key, 'priority'), tenant_of(job), id_of(job)
  redis.call('HSET', job.key, 'state', 'queued', 'queuedAtMs', now_ms)
  if side == 'RPUSH' then
    redis.call('HSET', job.key, 'waitsSinceMs', now_ms)
  end
  redis.call('SADD', unfinished_of(tenant), id)
  count_in(job, priority)
  if redis.call(side, lane_of(priority, tenant), id) == 1 then
    if side == 'LPUSH' then
      redis.call('LPUSH', ring_of(priority), tenant)
    else
      enter_ring(priority, tenant)
    end
  end
  tell(job, 'queued', '{}')
  signal('ready')
end

-- Walks the lane: a cancel in a lane of 10,000 jobs costs tens of microseconds.
local function leave_lane(job)
  local priority, tenant = redis.call('HGET', job.key, 'priority'), tenant_of(job)
  local lane = lane_of(priority, tenant)
  redis.call('LREM', lane, 1, id_of(job))
  count_out(job, priority)
  if redis.call('EXISTS', lane) == 0 then
    leave_ring(priority, tenant)
  end
end
