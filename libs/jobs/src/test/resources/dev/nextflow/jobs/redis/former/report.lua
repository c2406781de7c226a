#!lua flags=allow-oom
-- Stores what the worker drew or wrote, settles its tokens, tells those who follow, and extends the
-- lease.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events
-- ARGV[1] prefix   ARGV[2] name   ARGV[3] fence   ARGV[4] ms of a lease
-- ARGV[5] name of this report: one that comes twice is stored once
-- ARGV[6] tokens done   ARGV[7] event type   ARGV[8] event data
-- ARGV[9..] fields and values of the checkpoint
-- Returns 'held', 'cancel-requested' or 'lost'
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
-- Whether the caller still holds the lease. The first thing that any script with a lease asks:
-- a worker that lost it must change nothing.
local function holds(job, fence)
  local current = redis.call('HMGET', job.key, 'state', 'fence')
  return current[1] == 'running' and current[2] == fence
end

local function standing(job)
  return redis.call('HGET', job.key, 'cancelRequested') == '1' and 'cancel-requested' or 'held'
end
-- Tokens are settled as they are reported, so that a job pays for what was drawn however it ends,
-- and never twice: an attempt that draws again what was lost pays only for what is new.
local day_ms, usage_kept_days = 86400000, 400

local function usage_of(tenant, day)
  return prefix .. 'usage:' .. tenant .. ':' .. day
end

local function settle(job, tokens_done)
  local kind, settled = unpack(redis.call('HMGET', job.key, 'kind', 'tokensSettled'))
  local due = tonumber(tokens_done) - (tonumber(settled) or 0)
  if due > 0 then
    local key = usage_of(tenant_of(job), math.floor(now_ms / day_ms))
    redis.call('HSET', job.key, 'tokensSettled', tokens_done)
    redis.call('HINCRBY', key, kind or 'other', due)
    redis.call('PEXPIRE', key, usage_kept_days * day_ms)
  end
end

local job = {name = ARGV[2], key = KEYS[3], checkpoint = KEYS[4], events = KEYS[5]}
if not holds(job, ARGV[3]) then
  return 'lost'
end
redis.call('ZADD', leases, now_ms + tonumber(ARGV[4]), job.name)
if redis.call('HGET', job.key, 'lastReport') ~= ARGV[5] then
  redis.call('HSET', job.key, 'lastReport', ARGV[5], 'tokensDone', ARGV[6],
    'stepEvent', ARGV[7], 'stepData', ARGV[8])
  settle(job, ARGV[6])
  if #ARGV > 8 then
    redis.call('HSET', job.checkpoint, unpack(ARGV, 9))
  end
  tell(job, ARGV[7], ARGV[8])
end
return standing(job)
