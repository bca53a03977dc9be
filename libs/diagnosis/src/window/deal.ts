/**
 * Deals `count` whole things by weights, so that the parts sum to it: largest remainder, ties to the first. Weights that are no positive
 * number count as 0; null when none is.
 */
export function deal<K extends string>(
  count: number,
  weights: Partial<Record<K, number>>,
): Record<K, number> | null {
  const parts = (Object.entries(weights) as [K, number][]).filter(
    ([, weight]) => weight > 0 && Number.isFinite(weight),
  );
  // By the largest, so that no sum of them is too large for a number.
  const largest = parts.reduce((most, [, weight]) => Math.max(most, weight), 0);
  const all = parts.reduce((sum, [, weight]) => sum + weight / largest, 0);
  if (!(all > 0)) return null;
  const exact = parts.map(([name, weight]) => ({ name, part: (count * (weight / largest)) / all }));
  const dealt = Object.fromEntries(exact.map(({ name, part }) => [name, Math.floor(part)])) as Record<
    K,
    number
  >;
  let left = count - exact.reduce((sum, { part }) => sum + Math.floor(part), 0);
  const byRemainder = exact.toSorted((a, b) => (b.part % 1) - (a.part % 1));
  for (let i = 0; left > 0; i++, left--) dealt[byRemainder[i % byRemainder.length]!.name] += 1;
  // A part that was rounded up to a whole one.
  if (left < 0) dealt[exact.reduce((a, b) => (b.part > a.part ? b : a)).name] += left;
  return dealt;
}
