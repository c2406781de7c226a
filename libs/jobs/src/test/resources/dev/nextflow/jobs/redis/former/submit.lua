#!lua
-- Accepts a job: stores it, puts it at the end of its lane, writes its first event; or finds the
-- one that the same idempotency key made before. No allow-oom: a full Redis refuses new jobs.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events   KEYS[6] idempotency
-- ARGV[1] prefix   ARGV[2] name   ARGV[3] body hash
-- ARGV[4] ms to remember the key; 0: there is none   ARGV[5] ms to the deadline
-- ARGV[6] weight of the tenant   ARGV[7] most jobs of it that wait or run
-- ARGV[8..] fields and values of the job
-- Returns {'accepted' | 'known', field, value, ...}, {'gone', name} where the key's job is no longer
--   kept, {'key-reused'}, {'superseded'} where the key stands for another job by now, or {'too-many'}
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

local job = {name = ARGV[2], key = KEYS[3], checkpoint = KEYS[4], events = KEYS[5]}
local body_hash, remember_ms, deadline_ms = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local tenant, weight, most_unfinished = tenant_of(job), ARGV[6], tonumber(ARGV[7])

local function answer(code, key)
  local fields = redis.call('HGETALL', key)
  table.insert(fields, 1, code)
  return fields
end

-- The same call sent twice because its first answer was lost.
if redis.call('EXISTS', job.key) == 1 then
  return answer('known', job.key)
end

if remember_ms > 0 then
  local name, hash, void = unpack(redis.call('HMGET', KEYS[6], 'name', 'bodyHash', 'void'))
  if void and name == job.name then
    return {'superseded'}
  end
  if name and not void then
    if hash ~= body_hash then
      return {'key-reused'}
    end
    local known = job_named(name).key
    return redis.call('EXISTS', known) == 1 and answer('known', known) or {'gone', name}
  end
end
if redis.call('SCARD', unfinished_of(tenant)) >= most_unfinished then
  return {'too-many'}
end
if remember_ms > 0 then
  redis.call('DEL', KEYS[6])
  redis.call('HSET', KEYS[6], 'name', job.name, 'bodyHash', body_hash)
  redis.call('PEXPIRE', KEYS[6], remember_ms)
end

local expires_ms = now_ms + deadline_ms
redis.call('HSET', job.key, 'createdAtMs', now_ms, 'expiresAtMs', expires_ms,
  'attempt', 0, 'fence', 0, unpack(ARGV, 8))
redis.call('ZADD', deadlines, expires_ms, job.name)
redis.call('ZADD', index_of(tenant), now_ms, id_of(job))
redis.call('HSET', weights, tenant, weight)
enter_lane(job, 'RPUSH')
return answer('accepted', job.key)
