#!lua flags=allow-oom
-- Reads a page of an endpoint's log, newest first.
-- KEYS[1] turns
-- ARGV[1] prefix   ARGV[2] endpoint's name   ARGV[3] where the page before ended; '': the newest
-- ARGV[4] most entries
-- Returns {place of the last entry or '', {field, value, ...}, ...}; a place where more may follow
-- include shared

local endpoint = endpoint_named(ARGV[2])
local from = ARGV[3] == '' and '+' or '(' .. ARGV[3]
local limit = tonumber(ARGV[4])
-- One more than asked for tells whether a page follows.
local entries = redis.call('ZREVRANGEBYLEX', endpoint.log, from, '-', 'LIMIT', 0, limit + 1)
local page = {#entries > limit and entries[limit] or ''}
for i = 1, math.min(#entries, limit) do
  local id = string.sub(entries[i], string.find(entries[i], ':', 1, true) + 1)
  local fields = redis.call('HGETALL', delivery_key(endpoint, id))
  if #fields > 0 then
    page[#page + 1] = fields
  end
end
return page
