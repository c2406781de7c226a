#!lua flags=allow-oom
-- Leases the job whose turn it is: priorities strictly, the tenants of one in turn by their weights,
-- the oldest job of a tenant first. Jobs found past their deadline expire on the way, at most 100 a call.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] rings, highest priority first
-- ARGV[1] prefix   ARGV[2] ms of a lease   ARGV[3] worker
-- ARGV[4] ms that the holder of an affinity has before others   ARGV[5] ms that it is remembered
-- Returns {expired} where nothing is ready, {expired, ms} where it is left to others for so long, or {expired,
--   tenant, id, fence, attempt, work, end of lease in ms, ms waited, affinity or '', checkpoint field, value, ...}
-- What all scripts share: the queue's keys, the only clock, and how others are told.
-- Every script has KEYS[1] = leases, KEYS[2] = deadlines, ARGV[1] = the prefix of all keys.
-- A job's name is <tenant>:<id>; keys made from names carry the prefix, hence the same hash tag.
local leases, deadlines, prefix = KEYS[1], KEYS[2], ARGV[1]
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

local function tenant_of(job)
  return job.name:match('^[^:]+')
end

local function id_of(job)
  return job.name:match('[^:]+$')
end

-- A tenant's jobs by the time of their creation; goes with the last of them.
local function index_of(tenant)
  return prefix .. 'jobs:' .. tenant
end

-- Its jobs that wait or run.
local function unfinished_of(tenant)
  return prefix .. 'unfinished:' .. tenant
end

local function job_named(name)
  return {
    name = name,
    key = prefix .. 'job:' .. name,
    checkpoint = prefix .. 'checkpoint:' .. name,
    events = prefix .. 'events:' .. name,
  }
end

-- A hint that saves waiting; nothing depends on its arrival.
local function signal(text)
  redis.call('PUBLISH', prefix .. 'signals', text)
end

-- Far more than any job has today; a job that tells more loses its oldest events, some at a time.
local most_events, trimmed_at_once = 5000, 500

local function tell(job, type, data)
  redis.call('XADD', job.events, '*', 'type', type, 'data', data)
  if redis.call('XLEN', job.events) > most_events then
    local oldest = redis.call('XRANGE', job.events, '-', '+', 'COUNT', trimmed_at_once + 1)
    redis.call('HSET', job.key, 'trimmedThrough', oldest[trimmed_at_once][1])
    redis.call('XTRIM', job.events, 'MINID', oldest[trimmed_at_once + 1][1])
  end
  signal('event ' .. job.name)
end

-- Leaves an entry in the outbox where the submitter asked for one: in the same step as the change
-- it tells of, so exactly one. It holds all there is to tell: the job may be forgotten before it is read.
local function leave_note(job, state, problem)
  local note, created_ms, done, total = unpack(
    redis.call('HMGET', job.key, 'outboxNote', 'createdAtMs', 'tokensDone', 'tokensTotal'))
  if note then
    redis.call('XADD', prefix .. 'outbox', '*', 'job', job.name, 'state', state, 'problem', problem or '',
      'note', note, 'createdAtMs', created_ms, 'atMs', now_ms, 'tokensDone', done, 'tokensTotal', total)
  end
end
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
-- A worker that had a job of an affinity may still hold what the next one of it needs, such as a cache. So that
-- one is left to it for a moment; then any worker takes it. Nothing depends on it: who holds what is only guessed.
local most_passed_over = 32 -- tenants of a ring whose job is left to another worker

local function holder_of(tenant, affinity)
  return prefix .. 'holder:' .. tenant .. ':' .. affinity
end

-- From when on this worker may take the job.
local function free_from(job, worker, head_start_ms)
  local affinity, queued_ms = unpack(redis.call('HMGET', job.key, 'affinity', 'queuedAtMs'))
  local holder = affinity and redis.call('GET', holder_of(tenant_of(job), affinity))
  if not holder or holder == worker then
    return 0
  end
  return queued_ms + head_start_ms
end

local function remember_holder(job, worker, remember_ms)
  local affinity = redis.call('HGET', job.key, 'affinity')
  if affinity then
    redis.call('SET', holder_of(tenant_of(job), affinity), worker, 'PX', remember_ms)
  end
  return affinity or ''
end
-- The only place where a job ends: state, terminal event and retention together, once.
-- detail: {problem = code} or {result = json} or {}.
local function end_job(job, state, detail)
  redis.call('HSET', job.key, 'state', state, 'finishedAtMs', now_ms)
  redis.call('HDEL', job.key, 'result') -- of a draft, where it has rested
  for field, value in pairs(detail) do
    redis.call('HSET', job.key, field, value)
  end
  redis.call('ZREM', leases, job.name)
  redis.call('ZREM', deadlines, job.name)
  redis.call('SREM', unfinished_of(tenant_of(job)), id_of(job))
  leave_note(job, state, detail.problem)
  tell(job, 'finished', cjson.encode({state = state, problem = detail.problem}))
  local retention_ms = redis.call('HGET', job.key, 'retentionMs')
  redis.call('PEXPIRE', job.key, retention_ms)
  redis.call('PEXPIRE', job.checkpoint, retention_ms)
  redis.call('PEXPIRE', job.events, retention_ms)
  redis.call('ZADD', prefix .. 'retained', now_ms + retention_ms, job.name)
end

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
  local tenant, id, work, queued_ms = unpack(redis.call('HMGET', job.key, 'tenant', 'id', 'work', 'queuedAtMs'))
  return {tenant, id, fence, attempt, work, now_ms + lease_ms, now_ms - queued_ms, affinity}
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
