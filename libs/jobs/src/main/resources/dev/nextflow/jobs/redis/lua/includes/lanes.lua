-- A lane is the list of waiting job ids of one tenant and priority; a ring is the list of tenants
-- whose turn comes, one per priority. A tenant stands in a ring exactly while its lane holds a job.
local priorities = {'high', 'normal', 'low'}

local function lane_of(priority, tenant)
  return prefix .. 'lane:' .. priority .. ':' .. tenant
end

-- side: 'RPUSH' for a new job; 'LPUSH' for one that has waited before.
local function enter_lane(job, side)
  local priority, tenant, id =
    unpack(redis.call('HMGET', job.key, 'priority', 'tenant', 'id'))
  redis.call('HSET', job.key, 'state', 'queued', 'queuedAtMs', now_ms)
  if redis.call(side, lane_of(priority, tenant), id) == 1 then
    redis.call(side, prefix .. 'ring:' .. priority, tenant)
  end
  tell(job, 'queued', '{}')
  signal('ready')
end

-- Walks the lane: a cancel in a lane of 10,000 jobs costs tens of microseconds.
local function leave_lane(job)
  local priority, tenant, id =
    unpack(redis.call('HMGET', job.key, 'priority', 'tenant', 'id'))
  local lane = lane_of(priority, tenant)
  redis.call('LREM', lane, 1, id)
  if redis.call('EXISTS', lane) == 0 then
    redis.call('LREM', prefix .. 'ring:' .. priority, 1, tenant)
  end
end
