#!lua flags=allow-oom
-- Leases the job whose turn it is: priorities strictly, the tenants of one in turn by their weights,
-- the oldest job of a tenant first. Jobs found past their deadline expire on the way, at most 100 a call.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] rings, highest priority first
-- ARGV[1] prefix   ARGV[2] ms of a lease   ARGV[3] worker
-- Returns {expired} where nothing is ready, or {expired, tenant, id, fence, attempt, work,
--   end of the lease in ms, ms that it waited, checkpoint field, value, ...}
-- include queue
-- include lanes
-- include end_job

local lease_ms, worker = tonumber(ARGV[2]), ARGV[3]

local function take_turn(priority, tenant)
  redis.call('HSET', prefix .. 'served:' .. priority, tenant, redis.call('INCR', prefix .. 'turn'))
  if redis.call('EXISTS', lane_of(priority, tenant)) == 0 then
    leave_ring(priority, tenant)
  elseif turns_left(priority, tenant) == 1 then
    redis.call('HDEL', turns, priority .. ':' .. tenant)
    redis.call('LMOVE', ring_of(priority), ring_of(priority), 'LEFT', 'RIGHT')
  else
    redis.call('HINCRBY', turns, priority .. ':' .. tenant, 1)
  end
end

local function next_job()
  for rank, priority in ipairs(priorities) do
    local tenant = redis.call('LINDEX', KEYS[2 + rank], 0)
    if tenant then
      local id = redis.call('LPOP', lane_of(priority, tenant))
      local job = job_named(tenant .. ':' .. id)
      take_turn(priority, tenant)
      count_out(job, priority)
      return job
    end
  end
  -- Nothing waits. Whatever is still counted was leased by a version that does not count.
  redis.call('DEL', waiting_tokens)
end

local function lease(job)
  local fence = redis.call('HINCRBY', job.key, 'fence', 1)
  local attempt = redis.call('HINCRBY', job.key, 'attempt', 1)
  redis.call('HSET', job.key, 'state', 'running', 'worker', worker)
  redis.call('HSETNX', job.key, 'startedAtMs', now_ms)
  redis.call('HSET', job.key, 'leasedAtMs', now_ms,
    'tokensAtLease', redis.call('HGET', job.key, 'tokensDone'))
  redis.call('ZADD', leases, now_ms + lease_ms, job.name)
  tell(job, 'started', cjson.encode({attempt = attempt}))
  local tenant, id, work, queued_ms =
    unpack(redis.call('HMGET', job.key, 'tenant', 'id', 'work', 'queuedAtMs'))
  return {tenant, id, fence, attempt, work, now_ms + lease_ms, now_ms - queued_ms}
end

local expired = 0
while expired < 100 do
  local job = next_job()
  if not job then
    break
  end
  if now_ms < tonumber(redis.call('HGET', job.key, 'expiresAtMs')) then
    local answer = lease(job)
    table.insert(answer, 1, expired)
    for _, value in ipairs(redis.call('HGETALL', job.checkpoint)) do
      answer[#answer + 1] = value
    end
    return answer
  end
  end_job(job, 'expired', {problem = 'deadline-passed'})
  expired = expired + 1
end
return {expired}
