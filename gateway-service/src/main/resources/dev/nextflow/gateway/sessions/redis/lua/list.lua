#!lua flags=no-writes
-- Lists a tenant's sessions, newest first; of one millisecond, by id downwards.
-- KEYS[1] index
-- ARGV[1] what names of sessions begin with   ARGV[2..3] ms and id to go on after; id '': from the
--   newest   ARGV[4] most sessions
-- Returns {now in ms, {id, field, value, ...}, ...}, one more than asked for where more follow
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
local after_ms, after_id, page = tonumber(ARGV[2]), ARGV[3], 100

-- By bytes, as the index sorts; Lua's own < goes by locale.
local function below(a, b)
  for i = 1, math.min(#a, #b) do
    if a:byte(i) ~= b:byte(i) then
      return a:byte(i) < b:byte(i)
    end
  end
  return #a < #b
end

local answer, offset, newest = {now_ms}, 0, after_id == '' and '+inf' or ARGV[2]
while true do
  local entries = redis.call('ZREVRANGEBYSCORE', KEYS[1], newest, '-inf',
    'WITHSCORES', 'LIMIT', offset, page)
  for i = 1, #entries, 2 do
    local id, ms = entries[i], tonumber(entries[i + 1])
    if after_id == '' or ms < after_ms or below(id, after_id) then
      local fields = redis.call('HGETALL', ARGV[1] .. id)
      -- One that ran out stands in the index until the next is opened.
      if #fields > 0 then
        table.insert(fields, 1, id)
        answer[#answer + 1] = fields
        if #answer - 1 > tonumber(ARGV[4]) then
          return answer
        end
      end
    end
  end
  if #entries < 2 * page then
    return answer
  end
  offset = offset + page
end
