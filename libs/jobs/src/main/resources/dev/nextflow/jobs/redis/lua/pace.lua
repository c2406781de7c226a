#!lua flags=no-writes
-- How fast the queue's jobs go.
-- KEYS[1..2] leases, deadlines
-- ARGV[1] prefix
-- Returns {now in ms, jobs that run, ends learnt from, ms per token, tokens per job}; the last two
--   are '' where nothing has been learnt
-- include queue

local ends, ms_per_token, tokens_per_job =
  unpack(redis.call('HMGET', prefix .. 'pace', 'ends', 'msPerToken', 'tokensPerJob'))
return {now_ms, redis.call('ZCARD', leases), ends or 0, ms_per_token or '', tokens_per_job or ''}
