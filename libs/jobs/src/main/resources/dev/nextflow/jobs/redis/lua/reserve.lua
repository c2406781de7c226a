#!lua flags=allow-oom
-- Leases the job whose turn it is: priorities strictly, the tenants of one in turn by their weights,
-- the oldest job of a tenant first. Jobs found past their deadline expire on the way, at most 100 a call.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] rings, highest priority first
-- ARGV[1] prefix   ARGV[2] ms of a lease   ARGV[3] worker
-- ARGV[4] ms that the holder of an affinity has before others   ARGV[5] ms that it is remembered
-- Returns {expired} where nothing is ready, {expired, ms} where it is left to others for so long, or {expired,
--   tenant, id, fence, attempt, work, end of lease in ms, ms waited, affinity or '', traceparent or '', tracestate or '',
--   traceparent of the attempt that reported last or '', checkpoint field, value, ...}
-- include queue
-- include lanes
-- include affinity
-- include end_job

local lease_ms, worker, head_start_ms, remember_ms = tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4]), ARGV[5]

local function take_turn(priority, tenant)
  redis.call('HSET', prefix .. 'served:' .. priority, tenant, redis.call('INCR', prefix .. 'turn'))
  if redis.call('EXISTS', lane_of(priority, tenant)) == 0 then
    leave_ring(priority, tenant)
  elseif turns_left(priority, tenant) == 1 then
    redis.call('HDEL', turns, priority .. ':' .. tenant)
    redis.call('LREM', ring_of(priority), 1, tenant)
    redis.call('RPUSH', ring_of(priority), tenant)
  else
    redis.call('HINCRBY', turns, priority .. ':' .. tenant, 1)
  end
end

local function next_job()
  local soonest_ms
  for rank, priority in ipairs(priorities) do
    for _, tenant in ipairs(redis.call('LRANGE', KEYS[2 + rank], 0, most_passed_over)) do
      local job = job_named(tenant .. ':' .. redis.call('LINDEX', lane_of(priority, tenant), 0))
      local free_ms = free_from(job, worker, head_start_ms)
      if free_ms <= now_ms then
        redis.call('LPOP', lane_of(priority, tenant))
        take_turn(priority, tenant)
        count_out(job, priority)
        return job
      end
      soonest_ms = math.min(soonest_ms or free_ms, free_ms)
    end
  end
  if not soonest_ms then
    redis.call('DEL', waiting_tokens) -- Nothing waits; a version that does not count leased what is in it.
  end
  return nil, soonest_ms -- from when on there may be one
end

local function lease(job)
  local fence = redis.call('HINCRBY', job.key, 'fence', 1)
  local attempt = redis.call('HINCRBY', job.key, 'attempt', 1)
  redis.call('HSETNX', job.key, 'startedAtMs', now_ms)
  redis.call('HSET', job.key, 'state', 'running', 'worker', worker, 'leasedAtMs', now_ms,
    'tokensAtLease', redis.call('HGET', job.key, 'tokensDone'))
  redis.call('ZADD', leases, now_ms + lease_ms, job.name)
  local affinity = remember_holder(job, worker, remember_ms)
  tell(job, 'started', cjson.encode({attempt = attempt}))
  local tenant, id, work, queued_ms, traceparent, tracestate, reported_by = unpack(redis.call('HMGET', job.key,
    'tenant', 'id', 'work', 'queuedAtMs', 'traceparent', 'tracestate', 'reportedBy'))
  return {tenant, id, fence, attempt, work, now_ms + lease_ms, now_ms - queued_ms, affinity,
    traceparent or '', tracestate or '', reported_by or ''}
end

local expired = 0
while expired < 100 do
  local job, soonest_ms = next_job()
  if not job then
    return {expired, soonest_ms and soonest_ms - now_ms}
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
