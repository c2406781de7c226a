#!lua flags=no-writes
-- KEYS[1] sorted set
-- Returns its members, lowest score first
return redis.call('ZRANGE', KEYS[1], 0, -1)
