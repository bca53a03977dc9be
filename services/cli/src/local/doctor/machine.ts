import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { bytes, count } from '../../output/format.ts';
import { type Finding, failure, ok, warning } from './finding.ts';

/** Below this the archive stops a crawl soon. */
const LITTLE_DISK = 5e9;
const NO_DISK = 5e8;
/** A worker at full speed holds some thousand sockets and files. */
const FEW_FILES = 4096;

export function checkNode(version = process.versions.node): Finding {
  return Number(version.split('.')[0]) >= 24
    ? ok('Node', `v${version}`)
    : failure('Node', `v${version}`, 'The services need Node 24; `npm install` brings one along.');
}

/** Room and right to write where the archive and the servers keep their data. */
export function checkDisk(home: string): Finding {
  let folder = home;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  const { bavail, bsize, blocks, ffree, files } = statfsSync(folder);
  const free = bavail * bsize;
  const found = `${bytes(free)} free of ${bytes(blocks * bsize)} at ${home}`;
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    return failure(
      'Disk',
      `${folder} cannot be written to`,
      'Change its owner, or set TRUNKLINE_HOME to another folder.',
    );
  }
  if (files > 0 && ffree / files < 0.02)
    return warning(
      'Disk',
      `${count(ffree)} of ${count(files)} inodes free at ${home}`,
      'Delete small files, or use another disk.',
    );
  if (free < NO_DISK)
    return failure(
      'Disk',
      found,
      'Crawls stop when it is full. Free some, or set TRUNKLINE_HOME to a larger disk.',
    );
  if (free < LITTLE_DISK)
    return warning(
      'Disk',
      found,
      'A crawl of 100,000 pages takes about 1 GB. Free some, or set TRUNKLINE_HOME.',
    );
  return ok('Disk', found);
}

export function checkFiles(limits = '/proc/self/limits'): Finding[] {
  if (!existsSync(limits)) return [];
  const [, soft = '0'] = /^Max open files\s+(\S+)/m.exec(readFileSync(limits, 'utf8')) ?? [];
  const most = soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
  const found = `${soft} at once`;
  return [
    most < FEW_FILES
      ? warning('Open files', found, `Workers hold fewer claims then. Raise it: ulimit -n ${FEW_FILES * 4}`)
      : ok('Open files', found),
  ];
}
