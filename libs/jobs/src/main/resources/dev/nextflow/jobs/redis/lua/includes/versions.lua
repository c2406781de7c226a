-- A worker takes the records that it reads, and leaves those of a later version to workers that read them:
-- half understood they would come out wrong. A record without a version is of the first.
local most_unread = 32 -- jobs at the front of a lane that are walked past

local function first_read(priority, tenant, reads)
  for place = 0, most_unread do
    local id = redis.call('LINDEX', lane_of(priority, tenant), place)
    if not id then
      return nil
    end
    local job = job_named(tenant .. ':' .. id)
    if (tonumber(redis.call('HGET', job.key, 'recordVersion')) or 1) <= reads then
      return job
    end
  end
end
