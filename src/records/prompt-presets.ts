import { readLocalText, writeLocalText } from './local-storage.ts';

/** A system prompt that the user saved under a name, which identifies it. */
export interface PromptPreset {
  readonly name: string;
  readonly system: string;
}

const key = 'assay.prompt-presets';

/** Loads the valid presets; invalid ones are omitted. */
export function loadPresets(): readonly PromptPreset[] {
  try {
    const stored: unknown = JSON.parse(readLocalText(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isPreset).map(({ name, system }) => ({ name, system })) : [];
  } catch {
    return [];
  }
}

export function storePresets(presets: readonly PromptPreset[]): void {
  writeLocalText(key, JSON.stringify(presets));
}

function isPreset(value: unknown): value is PromptPreset {
  if (typeof value !== 'object' || value === null) return false;
  const { name, system } = value as Partial<PromptPreset>;
  return typeof name === 'string' && typeof system === 'string';
}
