import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import type { LabelledItem } from './labelled-dataset.ts';

/** Merges items with the same path. Paths with conflicting labels are omitted and returned as `differing`. */
export function mergeDuplicateItems(items: readonly LabelledItem[]): {
  readonly items: readonly LabelledItem[];
  readonly differing: readonly string[];
} {
  const byPath = new Map<string, LabelledItem>();
  const differing = new Set<string>();
  for (const item of items) {
    const existing = byPath.get(item.path);
    if (existing && toCanonicalJson(existing.label) !== toCanonicalJson(item.label)) differing.add(item.path);
    if (!existing) byPath.set(item.path, item);
  }
  for (const path of differing) byPath.delete(path);
  return { items: [...byPath.values()], differing: [...differing] };
}
