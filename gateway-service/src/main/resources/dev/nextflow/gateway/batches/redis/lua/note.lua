#!lua flags=allow-oom
-- Notes something of lines; what is noted first stays.
-- KEYS[1] batch   KEYS[2] jobs or ends
-- ARGV[1..] line, value, ...
-- Returns 'noted', or 'unknown' where there is no such batch any more: nothing changed
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 'unknown'
end
for i = 1, #ARGV, 2 do
  redis.call('HSETNX', KEYS[2], ARGV[i], ARGV[i + 1])
end
return 'noted'
