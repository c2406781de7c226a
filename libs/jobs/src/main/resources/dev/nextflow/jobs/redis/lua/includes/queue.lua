-- What all scripts share: the queue's keys, the only clock, and how others are told.
-- Every script has KEYS[1] = leases, KEYS[2] = deadlines, ARGV[1] = the prefix of all keys.
-- A job's name is <tenant>:<id>; keys made from names carry the prefix, hence the same hash tag.
local leases, deadlines, prefix = KEYS[1], KEYS[2], ARGV[1]
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

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

local function tell(job, type, data)
  redis.call('XADD', job.events, '*', 'type', type, 'data', data)
  signal('event ' .. job.name)
end
