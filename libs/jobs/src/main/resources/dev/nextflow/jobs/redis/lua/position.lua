#!lua flags=no-writes
-- Counts the jobs that would be leased before this one if nothing changed.
-- KEYS[1..2] leases, deadlines   KEYS[3] job   KEYS[4..6] rings, highest priority first
-- ARGV[1] prefix   ARGV[2] name
-- Returns {number}, or {} where the job does not wait
-- include queue
-- include lanes

local job = {name = ARGV[2]}
local own_priority, state = unpack(redis.call('HMGET', KEYS[3], 'priority', 'state'))
local own_tenant = tenant_of(job)
if state ~= 'queued' then
  return {}
end

-- Jobs that a tenant takes in its next so many turns; the first may have begun.
local function taken(priority, tenant, rounds)
  local length = redis.call('LLEN', lane_of(priority, tenant))
  if rounds == 0 then
    return 0
  end
  return math.min(length, turns_left(priority, tenant) + (rounds - 1) * weight_of(tenant))
end

-- Most who ask have just submitted: they stand at the end, where a walk from the front would hold up
-- Redis for as long as the lane is.
local newest = 100

local function place_in(lane, id)
  return redis.call('LPOS', lane, id, 'RANK', -1, 'MAXLEN', newest) or redis.call('LPOS', lane, id)
end

local ahead = 0
for rank, priority in ipairs(priorities) do
  local tenants = redis.call('LRANGE', KEYS[3 + rank], 0, -1)
  if priority == own_priority then
    local before = place_in(lane_of(priority, own_tenant), id_of(job))
    local later = before - turns_left(priority, own_tenant)
    local full_rounds = later < 0 and 0 or 1 + math.floor(later / weight_of(own_tenant))
    -- Those who stand before the own tenant get one turn more.
    local before_own = 1
    for _, tenant in ipairs(tenants) do
      if tenant == own_tenant then
        before_own = 0
        ahead = ahead + before
      else
        ahead = ahead + taken(priority, tenant, full_rounds + before_own)
      end
    end
    return {ahead}
  end
  for _, tenant in ipairs(tenants) do
    ahead = ahead + redis.call('LLEN', lane_of(priority, tenant))
  end
end
return {}
