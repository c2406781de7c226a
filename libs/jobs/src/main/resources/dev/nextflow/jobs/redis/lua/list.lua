#!lua flags=no-writes
-- Lists a tenant's jobs that fit a filter, newest first; of one millisecond, by id downwards.
-- KEYS[1..2] leases, deadlines   KEYS[3] index of the tenant
-- ARGV[1] prefix   ARGV[2] tenant   ARGV[3..4] newest and oldest creation, as ZRANGE takes scores
-- ARGV[5..6] ms and id of the entry to go on after; id '': from the newest
-- ARGV[7] most jobs   ARGV[8] most entries to look at   ARGV[9] states with commas around, '': any
-- ARGV[10..] keys and values of labels
-- Returns {ms, id, {field, value, ...}, ...}: the last entry looked at, '' where there are no more
-- include queue

local index, page = KEYS[3], 100
local after_ms, after_id = tonumber(ARGV[5]), ARGV[6]
local most_jobs, most_looks, states = tonumber(ARGV[7]), tonumber(ARGV[8]), ARGV[9]

-- By bytes, as the index sorts; Lua's own < goes by locale.
local function below(a, b)
  for i = 1, math.min(#a, #b) do
    if a:byte(i) ~= b:byte(i) then
      return a:byte(i) < b:byte(i)
    end
  end
  return #a < #b
end

local function fits(job)
  local state = redis.call('HGET', job.key, 'state')
  if not state or (states ~= '' and not states:find(',' .. state .. ',', 1, true)) then
    return false
  end
  for i = 10, #ARGV, 2 do
    if redis.call('HGET', job.key, 'label:' .. ARGV[i]) ~= ARGV[i + 1] then
      return false
    end
  end
  return true
end

local answer, looked, offset = {'', ''}, 0, 0
while true do
  local entries = redis.call('ZREVRANGEBYSCORE', index, ARGV[3], ARGV[4],
    'WITHSCORES', 'LIMIT', offset, page)
  for i = 1, #entries, 2 do
    local id, ms = entries[i], tonumber(entries[i + 1])
    if after_id == '' or ms < after_ms or below(id, after_id) then
      if #answer - 2 == most_jobs or looked == most_looks then
        return answer
      end
      looked = looked + 1
      answer[1], answer[2] = entries[i + 1], id
      local job = job_named(ARGV[2] .. ':' .. id)
      if fits(job) then
        answer[#answer + 1] = redis.call('HGETALL', job.key)
      end
    end
  end
  if #entries < 2 * page then
    answer[1], answer[2] = '', ''
    return answer
  end
  offset = offset + page
end
