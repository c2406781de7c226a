-- Whether the caller still holds the lease. The first thing that any script with a lease asks:
-- a worker that lost it must change nothing.
local function holds(job, fence)
  local current = redis.call('HMGET', job.key, 'state', 'fence')
  return current[1] == 'running' and current[2] == fence
end

local function standing(job)
  return redis.call('HGET', job.key, 'cancelRequested') == '1' and 'cancel-requested' or 'held'
end
