#!lua flags=no-writes
-- KEYS[1] hash
-- Returns {field, value, ...}; empty where there is none
return redis.call('HGETALL', KEYS[1])
