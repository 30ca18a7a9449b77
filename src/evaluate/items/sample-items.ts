import { createSeededRandom } from '#core/random.ts';
import type { LabelledItem } from '../dataset/labelled-dataset.ts';

/**
 * Draws a stratified random sample of at most `n` items: each class has its proportion of the items, rounded by the
 * largest remainder method. The same items and seed give the same sample on every platform, in any order of the items.
 * @param seed a 32-bit unsigned integer
 * @returns items sorted by path
 */
export function sampleItems<Item extends Pick<LabelledItem, 'path' | 'label'>>(
  items: readonly Item[],
  n: number,
  seed: number,
): Item[] {
  const sorted = items.toSorted((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  if (n >= sorted.length) return sorted;
  const classes = [...Map.groupBy(sorted, getClassLabel)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group);
  const random = createSeededRandom(seed);
  const quotas = apportion(
    classes.map((group) => group.length),
    n,
    random,
  );
  const sampled = new Set(classes.flatMap((group, index) => drawItems(group, quotas[index] ?? 0, random)));
  return sorted.filter((item) => sampled.has(item));
}

const getClassLabel = ({ label }: Pick<LabelledItem, 'label'>) => (label?.kind === 'class' ? label.label : '');

/**
 * Apportions `n` by Hamilton's largest remainder method, in integers. Ties are broken randomly, because in alphabetical
 * order a small sample of many classes would never contain the last ones.
 */
function apportion(sizes: readonly number[], n: number, random: () => number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const quotas = sizes.map((size) => Math.floor((size * n) / total));
  const remainingSeats = n - quotas.reduce((sum, quota) => sum + quota, 0);
  const byRemainder = sizes.map((size, index) => ({ index, remainder: (size * n) % total, order: random() }));
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.order - b.order || a.index - b.index);
  for (const { index } of byRemainder.slice(0, remainingSeats)) quotas[index]!++;
  return quotas;
}

/** Draws `count` items by a partial Fisher-Yates shuffle. */
function drawItems<Item>(group: readonly Item[], count: number, random: () => number): Item[] {
  const items = [...group];
  for (let index = 0; index < count; index++) {
    const swapIndex = index + Math.floor(random() * (items.length - index));
    [items[index], items[swapIndex]] = [items[swapIndex]!, items[index]!];
  }
  return items.slice(0, count);
}
