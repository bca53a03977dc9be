import { readdirSync, readFileSync } from 'node:fs';

type Process = { pid: number; parent: number; name: string; cpuMs: number };

/** CPU time so far, of what it has waited for too: fields 14 to 17 of /proc/PID/stat, in ticks of 10 ms (proc(5)). */
function read(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    return { pid, parent: Number(fields[1]), name, cpuMs: ticks * 10 };
  } catch {
    return null; // it has ended
  }
}

/** Processes below `root`, itself included. */
export function treeOf(root: number): Process[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (read(Number(name)) ?? []) : []));
  const tree = new Set([root]);
  for (let size = 0; size < tree.size; ) {
    size = tree.size;
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid);
  }
  return all.filter(({ pid }) => tree.has(pid));
}

/** CPU time of a process and all below it, ms. */
export const cpuMsOf = (root: number) => treeOf(root).reduce((sum, { cpuMs }) => sum + cpuMs, 0);

/** The first process of a family of one name, such as the master of nginx. */
export function eldest(pid: number): number {
  const own = read(pid);
  const parent = own && read(own.parent);
  return parent && parent.name === own.name ? eldest(parent.pid) : pid;
}

/** The most memory it has had, MB. */
export function peakRssMb(pid: number): number {
  const kib = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kib) / 1024);
}
