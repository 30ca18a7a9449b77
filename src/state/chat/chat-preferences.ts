import { isJsonObject } from '#core/encoding/json-reader.ts';
import { limits } from '#links/chat-link.ts';
import { readLocalText, writeLocalText } from '#records/local-storage.ts';
import type { GenerationSettings } from '#links/generation-settings.ts';

/** The user's last choices on the Chat page, which apply to later visits. */
export interface ChatPreferences extends Partial<GenerationSettings> {
  /** The system prompt of a new conversation. */
  readonly system?: string;
}

const key = 'assay.chat-preferences';

const isInRange =
  ({ min, max }: { readonly min: number; readonly max: number }) =>
  (value: unknown) =>
    typeof value === 'number' && value >= min && value <= max;

const isValid: Readonly<Record<keyof ChatPreferences, (value: unknown) => boolean>> = {
  maxTokens: isInRange(limits.maxTokens),
  temperature: isInRange(limits.temperature),
  topP: isInRange(limits.topP),
  topK: isInRange(limits.topK),
  repeatPenalty: isInRange(limits.repeatPenalty),
  seed: (value) => value === null || isInRange(limits.seed)(value),
  stop: (value) => Array.isArray(value) && value.every((text) => typeof text === 'string'),
  jsonSchema: (value) => value === null || isJsonObject(value),
  system: (value) => typeof value === 'string',
};

/** Loads the stored preferences; invalid values are omitted. */
export function loadChatPreferences(): ChatPreferences {
  try {
    const stored: unknown = JSON.parse(readLocalText(key) ?? '{}');
    if (!isJsonObject(stored)) return {};
    const entries = Object.entries(stored);
    return Object.fromEntries(entries.filter(([name, value]) => isValid[name as keyof ChatPreferences]?.(value)));
  } catch {
    return {};
  }
}

/** Stores the given preferences; the others are unchanged. */
export function storeChatPreferences(changes: ChatPreferences): void {
  writeLocalText(key, JSON.stringify({ ...loadChatPreferences(), ...changes }));
}
