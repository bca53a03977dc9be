type Line = { free: number; waiting: (() => void)[] };

/** Lines by name: so many of one name work at once, the others wait in order. */
export function createLines() {
  const lines = new Map<string, Line>();

  return {
    async pass<T>(name: string, places: number, work: () => Promise<T>): Promise<T> {
      let line = lines.get(name);
      if (!line) {
        line = { free: places, waiting: [] };
        lines.set(name, line);
      }
      const { waiting } = line;
      if (line.free > 0) line.free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else if (++line.free === places) lines.delete(name);
      }
    },
  };
}
