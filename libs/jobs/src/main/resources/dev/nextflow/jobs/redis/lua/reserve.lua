#!lua flags=allow-oom
-- Leases the job whose turn it is: priorities strictly, the tenants of one in turn by their weights,
-- the oldest job of a tenant first. Jobs found past their deadline expire on the way, at most 100 a call.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] rings, highest priority first
-- ARGV[1] prefix   ARGV[2] ms of a lease   ARGV[3] worker
-- ARGV[4] ms that the holder of an affinity has before others   ARGV[5] ms that it is remembered
-- ARGV[6] latest version of a record that the worker reads
-- Returns {expired} where nothing is ready, {expired, ms} where it is left to others for so long, {expired,
--   'later-version'} where all that waits is for workers of a later version, or {expired, tenant, id, fence,
--   attempt, work, end of lease in ms, ms waited, affinity or '', traceparent or '', tracestate or '',
--   traceparent of the attempt that reported last or '', checkpoint field, value, ...}
-- include queue
-- include lanes
-- include turns
-- include versions
-- include affinity
-- include end_job

local lease_ms, worker, head_start_ms, remember_ms = tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4]), ARGV[5]
local reads = tonumber(ARGV[6])

local function next_job()
  local soonest_ms, unread
  for rank, priority in ipairs(priorities) do
    for _, tenant in ipairs(redis.call('LRANGE', KEYS[2 + rank], 0, most_passed_over)) do
      local job = first_read(priority, tenant, reads)
      local free_ms = job and free_from(job, worker, head_start_ms)
      if not job then
        unread = true
      elseif free_ms <= now_ms then
        redis.call('LREM', lane_of(priority, tenant), 1, id_of(job))
        take_turn(priority, tenant)
        count_out(job, priority)
        return job
      else
        soonest_ms = math.min(soonest_ms or free_ms, free_ms)
      end
    end
  end
  if not soonest_ms and not unread then
    redis.call('DEL', waiting_tokens) -- Nothing waits; a version that does not count leased what is in it.
  end
  return nil, soonest_ms, unread -- from when on there may be one; whether any is for others
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
  local job, soonest_ms, unread = next_job()
  if not job then
    return {expired, soonest_ms and soonest_ms - now_ms or unread and 'later-version' or nil}
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
