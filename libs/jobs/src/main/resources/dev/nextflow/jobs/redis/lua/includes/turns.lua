-- A tenant's turn ends when it has had as many jobs as it has weight, or has no more.
local function take_turn(priority, tenant)
  redis.call('HSET', prefix .. 'served:' .. priority, tenant, redis.call('INCR', prefix .. 'turn'))
  if redis.call('EXISTS', lane_of(priority, tenant)) == 0 then
    leave_ring(priority, tenant)
  elseif turns_left(priority, tenant) == 1 then
    redis.call('HDEL', turns, priority .. ':' .. tenant)
    redis.call('LREM', ring_of(priority), 1, tenant)
    redis.call('RPUSH', ring_of(priority), tenant)
  else
    redis.call('HINCRBY', turns, priority .. ':' .. tenant, 1)
  end
end
