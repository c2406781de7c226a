#!lua flags=no-writes
-- KEYS[1] set
-- Returns its members, in no order
return redis.call('SMEMBERS', KEYS[1])
