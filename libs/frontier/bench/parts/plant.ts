import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { plantedBugs } from './bugs.ts';

/*
Loaded before a test (node --import): of the Lua file that TRUNKLINE_PLANTED_BUG names, whoever reads it gets a text with that
bug. Nothing on disk changes.
*/
const bug = plantedBugs.find(({ name }) => name === process.env.TRUNKLINE_PLANTED_BUG);
if (!bug) throw new Error(`There is no planted bug ${process.env.TRUNKLINE_PLANTED_BUG}`);
const read = fs.readFileSync;

function readPlanted(...args: Parameters<typeof read>) {
  const text = Reflect.apply(read, fs, args) as string;
  if (!String(args[0]).endsWith(`/scripts/${bug!.file}`)) return text;
  const planted = text.replaceAll(bug!.sound, bug!.broken);
  if (planted === text)
    throw new Error(`${bug!.file} has no line "${bug!.sound}" any more: plant ${bug!.name} anew`);
  return planted;
}
fs.readFileSync = readPlanted as typeof read;
syncBuiltinESMExports();
