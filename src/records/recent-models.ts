import { readLocalText, writeLocalText } from './local-storage.ts';

const key = 'assay.recent-models';

/**
 * Loads the times when bundled models were last chosen, in epoch milliseconds, by id. The store records those of stored
 * models.
 */
export function loadRecentModels(): Readonly<Record<string, number>> {
  try {
    const recent: unknown = JSON.parse(readLocalText(key) ?? '{}');
    const entries = recent && typeof recent === 'object' ? Object.entries(recent) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  } catch {
    return {};
  }
}

export function addRecentModel(id: string): void {
  writeLocalText(key, JSON.stringify({ ...loadRecentModels(), [id]: Date.now() }));
}
