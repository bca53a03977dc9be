/** Numbers that look drawn, and are the same for the same seed (mulberry32 over a hash of the seed's text). */
export function chance(seed: string) {
  let state = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193);
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (n: number) => Math.floor(next() * n);
  const one = <T>(of: readonly T[]): T => of[below(of.length)]!;
  const syllables =
    'ba co di fu ga he ji ko lu ma ne pi qua ro su ta ve wi xo yu za tri ston mer len dor'.split(' ');
  const word = () => Array.from({ length: 2 + below(2) }, () => one(syllables)).join('');
  const letters = (length: number, of: string) => Array.from({ length }, () => one([...of])).join('');
  return {
    below,
    one,
    word,
    words: (n: number) => Array.from({ length: n }, word),
    hex: (length: number) => letters(length, '0123456789abcdef'),
    token: (length: number) => letters(length, 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789'),
    sentence: (n: number, of: readonly string[]) => `${Array.from({ length: n }, () => one(of)).join(' ')}.`,
  };
}

export type Chance = ReturnType<typeof chance>;
