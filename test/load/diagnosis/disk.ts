import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes of the file system of the archive. */
const ROOM = 2 ** 30;

const tell = (program: string, ...args: string[]) => spawnSync(program, args, { encoding: 'utf8' });

export type Disk = ReturnType<typeof mountDisk>;

/**
 * A home whose archive is a file system of its own, which can be filled and, by being frozen again and again, made slow. Takes root;
 * without it, the archive is a plain folder and `own` false.
 */
export function mountDisk() {
  const home = mkdtempSync(join(tmpdir(), 'trunkline-diagnosis-'));
  const [image, folder] = [join(home, 'archive.ext4'), join(home, 'archive')];
  const filler = join(folder, 'filler');
  mkdirSync(folder);
  const own = process.getuid?.() === 0 && mount();
  let timer: NodeJS.Timeout | null = null;

  function mount(): boolean {
    writeFileSync(image, '');
    truncateSync(image, ROOM);
    const made = tell('mkfs.ext4', '-q', '-F', '-m', '0', image).status === 0;
    return made && tell('mount', '-o', 'loop', image, folder).status === 0;
  }

  function thaw(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    tell('fsfreeze', '-u', folder);
  }

  return {
    home,
    own,
    /** No write ends for `frozenMs`, then all do for `thawedMs`, and so on, until it is thawed. */
    slow({ frozenMs, thawedMs }: { frozenMs: number; thawedMs: number }): void {
      const freeze = () => {
        tell('fsfreeze', '-f', folder);
        timer = setTimeout(melt, frozenMs);
      };
      const melt = () => {
        tell('fsfreeze', '-u', folder);
        timer = setTimeout(freeze, thawedMs);
      };
      freeze();
    },
    thaw,
    /** To the last byte. */
    fill(): void {
      writeFileSync(filler, '');
      tell('fallocate', '-l', String(ROOM), filler);
      tell('dd', 'if=/dev/zero', `of=${filler}`, 'bs=4096', 'oflag=append', 'conv=notrunc');
    },
    empty: () => rmSync(filler, { force: true }),
    remove(): void {
      thaw();
      if (own) tell('umount', '-l', folder);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
