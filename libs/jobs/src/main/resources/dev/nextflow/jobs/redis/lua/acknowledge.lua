#!lua flags=allow-oom
-- Takes entries out of the outbox; to acknowledge alone would not shrink the stream.
-- KEYS[1..2] leases, deadlines   KEYS[3] outbox
-- ARGV[1] prefix   ARGV[2..] entry ids
-- Returns how many were still there
-- include queue

redis.call('XACK', KEYS[3], 'readers', unpack(ARGV, 2))
return redis.call('XDEL', KEYS[3], unpack(ARGV, 2))
