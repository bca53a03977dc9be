import { after } from 'node:test';

/** Runs when the tests of this file are over, last registered first. */
export function atExit(close: () => Promise<void>): void {
  if (closers.length === 0) after(closeAll);
  closers.push(close);
}

const closers: (() => Promise<void>)[] = [];

async function closeAll() {
  for (const close of closers.reverse()) await close();
}
