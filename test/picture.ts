import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { importGraph, isForTests, packages, root } from './imports.ts';

const FILE = join(root, 'docs/architecture.md');
const BLOCK = /```mermaid\n[\s\S]*?```\n/;

/** Folder of a package → the packages its sources import at run time. */
function arrows(): Map<string, Set<string>> {
  const packageOf = (file: string) => [...packages.keys()].find((folder) => file.startsWith(`${folder}/`))!;
  const found = new Map([...packages.keys()].map((folder) => [folder, new Set<string>()]));
  for (const [file, imported] of importGraph()) {
    if (isForTests(file)) continue;
    for (const other of imported) found.get(packageOf(file))!.add(packageOf(other));
  }
  for (const [folder, others] of found) others.delete(folder);
  return found;
}

function reaches(all: ReadonlyMap<string, Set<string>>, from: string, to: string): boolean {
  const others = all.get(from)!;
  return others.has(to) || [...others].some((other) => reaches(all, other, to));
}

/** The packages that crawl and what they import, without the arrows that follow from others. */
export function picture(): string {
  const all = arrows();
  const lines = [...all].flatMap(([folder, others]) =>
    /^(libs|services)\//.test(folder)
      ? [...others]
          .filter((to) => ![...others].some((via) => via !== to && reaches(all, via, to)))
          .sort()
          .map((to) => `  ${basename(folder)} --> ${basename(to)}`)
      : [],
  );
  return ['```mermaid', 'flowchart TD', ...lines, '```', ''].join('\n');
}

export const drawn = (): string => BLOCK.exec(readFileSync(FILE, 'utf8'))?.[0] ?? '';

if (import.meta.main)
  writeFileSync(
    FILE,
    readFileSync(FILE, 'utf8').replace(BLOCK, () => picture()),
  );
