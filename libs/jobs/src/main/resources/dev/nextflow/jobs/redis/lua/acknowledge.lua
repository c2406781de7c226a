#!lua flags=allow-oom
-- Takes an entry out of the outbox; to acknowledge alone would not shrink the stream.
-- KEYS[1..2] leases, deadlines   KEYS[3] outbox
-- ARGV[1] prefix   ARGV[2] entry id
-- Returns 1, or 0 where it was taken out before
-- include queue

redis.call('XACK', KEYS[3], 'readers', ARGV[2])
return redis.call('XDEL', KEYS[3], ARGV[2])
