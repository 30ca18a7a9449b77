import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import type { LabelledItem } from './labelled-dataset.ts';

/** Each path once. Paths with different labels are left out, because it is not known which of them is right. */
export function mergeDuplicateItems(items: readonly LabelledItem[]): {
  readonly items: readonly LabelledItem[];
  readonly differing: readonly string[];
} {
  const byPath = new Map<string, LabelledItem>();
  const differing = new Set<string>();
  for (const item of items) {
    const known = byPath.get(item.path);
    if (known && toCanonicalJson(known.label) !== toCanonicalJson(item.label)) differing.add(item.path);
    if (!known) byPath.set(item.path, item);
  }
  for (const path of differing) byPath.delete(path);
  return { items: [...byPath.values()], differing: [...differing] };
}
