import { readLocalText, writeLocalText } from './local-storage.ts';

const key = 'assay.recent-models';

/** When bundled models were last chosen, by id, in epoch milliseconds. The store records the others. */
export function recentModels(): Readonly<Record<string, number>> {
  try {
    const recent: unknown = JSON.parse(readLocalText(key) ?? '{}');
    const entries = recent && typeof recent === 'object' ? Object.entries(recent) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  } catch {
    return {};
  }
}

export function noteRecentModel(id: string): void {
  writeLocalText(key, JSON.stringify({ ...recentModels(), [id]: Date.now() }));
}
