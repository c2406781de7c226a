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

-- The only place where a job ends: state, terminal event and retention together, once.
-- detail: {problem = code} or {result = json} or {}.
local function end_job(job, state, detail)
  redis.call('HSET', job.key, 'state', state, 'finishedAtMs', now_ms)
  for field, value in pairs(detail) do
    redis.call('HSET', job.key, field, value)
  end
  redis.call('ZREM', leases, job.name)
  redis.call('ZREM', deadlines, job.name)
  leave_note(job, state, detail.problem)
  tell(job, 'finished', cjson.encode({state = state, problem = detail.problem}))
  local retention_ms, idempotency =
    unpack(redis.call('HMGET', job.key, 'retentionMs', 'idempotency'))
  redis.call('PEXPIRE', job.key, retention_ms)
  redis.call('PEXPIRE', job.checkpoint, retention_ms)
  redis.call('PEXPIRE', job.events, retention_ms)
  if idempotency then
    -- A key must not outlive the job that it names.
    redis.call('PEXPIRE', idempotency, retention_ms, 'LT')
  end
end
