#!lua flags=no-writes
-- Counts the jobs that would be leased before this one if nothing changed.
-- KEYS[1..2] leases, deadlines   KEYS[3] job   KEYS[4..6] rings, highest priority first
-- ARGV[1] prefix
-- Returns {number}, or {} where the job does not wait
-- include queue
-- include lanes

local own_priority, own_tenant, id, state =
  unpack(redis.call('HMGET', KEYS[3], 'priority', 'tenant', 'id', 'state'))
if state ~= 'queued' then
  return {}
end

local ahead = 0
for rank, priority in ipairs(priorities) do
  local tenants = redis.call('LRANGE', KEYS[3 + rank], 0, -1)
  if priority == own_priority then
    local turns = redis.call('LPOS', lane_of(priority, own_tenant), id)
    -- Each full round of the ring takes one job of every tenant; those who stand before the own
    -- tenant get one turn more.
    local before_own = 1
    for _, tenant in ipairs(tenants) do
      if tenant == own_tenant then
        before_own = 0
        ahead = ahead + turns
      else
        local length = redis.call('LLEN', lane_of(priority, tenant))
        ahead = ahead + math.min(length, turns + before_own)
      end
    end
    return {ahead}
  end
  for _, tenant in ipairs(tenants) do
    ahead = ahead + redis.call('LLEN', lane_of(priority, tenant))
  end
end
return {}
