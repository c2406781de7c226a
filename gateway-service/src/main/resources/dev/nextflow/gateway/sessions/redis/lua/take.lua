#!lua
-- Takes the place behind a session's last turn, for one turn at a time.
-- KEYS[1..2] session, turns   KEYS[3] expiries   KEYS[4] unsettled
-- ARGV[1] id   ARGV[2] name   ARGV[3] number of the turn   ARGV[4] token   ARGV[5] key of its job
-- ARGV[6] body hash   ARGV[7] ms until somebody shall see what became of it
-- Returns {'done'}, {'lost'} where it is not the next place, or is taken, or {'unknown'}
-- include keep

local turns, token = unpack(redis.call('HMGET', KEYS[1], 'turns', 'openToken'))
if not turns then
  return {'unknown'}
end
if token then
  -- The same call sent twice because its first answer was lost.
  return {token == ARGV[4] and 'done' or 'lost'}
end
if tonumber(turns) + 1 ~= tonumber(ARGV[3]) then
  return {'lost'}
end
redis.call('HSET', KEYS[1], 'open', ARGV[3], 'openToken', ARGV[4], 'openKey', ARGV[5],
  'openHash', ARGV[6], 'openAtMs', now_ms)
redis.call('ZADD', KEYS[4], now_ms + tonumber(ARGV[7]), ARGV[2])
keep_while_open(KEYS[1], KEYS[2], KEYS[3], ARGV[1])
return {'done'}
