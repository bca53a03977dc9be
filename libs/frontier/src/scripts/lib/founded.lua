-- A shard in which no epoch began was emptied as the server ran on: nothing may go on in it as if nothing had happened. Whoever asks is
-- to found it anew (arrive) and to ask again.
if not meta[9] then do return redis.error_reply('UNFOUNDED This shard was emptied') end end
