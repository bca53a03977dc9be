--[[
leave-out: tell the recorder what is left out of a run, where no visit can tell it any more.

ARGV  run      short id
      omitted  JSON, handed on as it is
REPLY 1; 0 of a run that is not known: nobody is told
]]
local run = loadRun(ARGV[1])
if not run then return 0 end
told('r', run.id, 'k', 'l', 'v', ARGV[2])
saveMeta()
return 1
