#!lua flags=no-writes
-- What a tenant has used.
-- KEYS[1..2] leases, deadlines
-- ARGV[1] prefix   ARGV[2] tenant   ARGV[3..4] first and last day, UTC, in days since 1970
-- Returns {day, kind, tokens, ...}
-- include queue
-- include usage

local used = {}
for day = tonumber(ARGV[3]), tonumber(ARGV[4]) do
  local of_day = redis.call('HGETALL', usage_of(ARGV[2], day))
  for i = 1, #of_day, 2 do
    used[#used + 1] = day
    used[#used + 1] = of_day[i]
    used[#used + 1] = of_day[i + 1]
  end
end
return used
