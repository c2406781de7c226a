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
  local note, created_ms, done, total, traceparent, tracestate = unpack(
    redis.call('HMGET', job.key, 'outboxNote', 'createdAtMs', 'tokensDone', 'tokensTotal',
      'traceparent', 'tracestate'))
  if note then
    redis.call('XADD', prefix .. 'outbox', '*', 'job', job.name, 'state', state, 'problem', problem or '',
      'note', note, 'createdAtMs', created_ms, 'atMs', now_ms, 'tokensDone', done, 'tokensTotal', total,
      'traceparent', traceparent or '', 'tracestate', tracestate or '')
  end
end
