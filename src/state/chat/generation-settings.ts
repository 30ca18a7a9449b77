import { engines, type TextEngineId } from '#core/engines.ts';
import type { TextRequest } from '#core/text.ts';
import type { ChatLink } from '#links/chat-link.ts';

/** Generation settings; the page shows each of them. */
export interface GenerationSettings {
  maxTokens: number;
  temperature: number;
  topP: number;
  topK: number;
  repeatPenalty: number;
  /** `null` for a random seed. */
  seed: number | null;
  /** Stop strings: the answer ends before the first of them. */
  stop: readonly string[];
}

/** The settings of a link, or the defaults. */
export function generationSettingsOf(link: ChatLink): GenerationSettings {
  return {
    maxTokens: link.maxTokens ?? 256,
    temperature: link.temperature ?? 0.7,
    topP: link.topP ?? 0.95,
    topK: link.topK ?? 40,
    repeatPenalty: link.repeatPenalty ?? 1.1,
    seed: link.seed,
    stop: link.stop,
  };
}

/** @param jsonSchema what the answer must match; `null` for free text */
export function textRequestOf(
  { seed, topK, stop, ...settings }: GenerationSettings,
  runtime: TextEngineId,
  jsonSchema: object | null,
): Omit<TextRequest, 'prompt'> {
  return {
    ...settings,
    ...(engines[runtime].topK && { topK }),
    ...(seed !== null && { seed }),
    ...(stop.length > 0 && { stop }),
    ...(jsonSchema && { jsonSchema }),
  };
}
