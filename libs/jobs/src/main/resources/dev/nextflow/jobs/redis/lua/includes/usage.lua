-- Tokens are settled as they are reported, so that a job pays for what was drawn however it ends,
-- and never twice: an attempt that draws again what was lost pays only for what is new.
local day_ms, usage_kept_days = 86400000, 400

local function usage_of(tenant, day)
  return prefix .. 'usage:' .. tenant .. ':' .. day
end

-- Returns how many.
local function settle(job, tokens_done)
  local kind, settled = unpack(redis.call('HMGET', job.key, 'kind', 'tokensSettled'))
  local due = tonumber(tokens_done) - (tonumber(settled) or 0)
  if due > 0 then
    local key = usage_of(tenant_of(job), math.floor(now_ms / day_ms))
    redis.call('HSET', job.key, 'tokensSettled', tokens_done)
    redis.call('HINCRBY', key, kind or 'other', due)
    redis.call('PEXPIRE', key, usage_kept_days * day_ms)
  end
  return math.max(0, due)
end
