#!lua flags=allow-oom
-- Stores what the worker drew or wrote, settles its tokens, tells those who follow, and extends the
-- lease.
-- KEYS[1..2] leases, deadlines   KEYS[3..5] job, checkpoint, events
-- ARGV[1] prefix   ARGV[2] name   ARGV[3] fence   ARGV[4] ms of a lease
-- ARGV[5] name of this report: one that comes twice is stored once
-- ARGV[6] tokens done   ARGV[7] event type   ARGV[8] event data
-- ARGV[9] traceparent of the attempt, or ''   ARGV[10..] fields and values of the checkpoint
-- Returns {'held' | 'cancel-requested' | 'lost', tokens that this has settled}
-- include queue
-- include fence
-- include usage

local job = {name = ARGV[2], key = KEYS[3], checkpoint = KEYS[4], events = KEYS[5]}
if not holds(job, ARGV[3]) then
  return {'lost', 0}
end
local settled = 0
redis.call('ZADD', leases, now_ms + tonumber(ARGV[4]), job.name)
if redis.call('HGET', job.key, 'lastReport') ~= ARGV[5] then
  redis.call('HSET', job.key, 'lastReport', ARGV[5], 'tokensDone', ARGV[6],
    'stepEvent', ARGV[7], 'stepData', ARGV[8])
  settled = settle(job, ARGV[6])
  if #ARGV > 9 then
    redis.call('HSET', job.checkpoint, unpack(ARGV, 10))
  end
  if ARGV[9] ~= '' then
    redis.call('HSET', job.key, 'reportedBy', ARGV[9])
  end
  tell(job, ARGV[7], ARGV[8])
end
return {standing(job), settled}
