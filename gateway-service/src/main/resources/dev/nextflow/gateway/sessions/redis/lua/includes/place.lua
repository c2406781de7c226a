-- holds: whether the place is open, is this one's, and has no job yet.
-- clear_place: nobody's from now on.
local function holds(session, token)
  local open, job = unpack(redis.call('HMGET', session, 'openToken', 'openJob'))
  return open == token and not job
end

local function clear_place(session)
  redis.call('HDEL', session, 'open', 'openToken', 'openKey', 'openHash', 'openAtMs', 'openJob')
end
