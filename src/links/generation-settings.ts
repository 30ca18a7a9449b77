import { engines, type TextEngineId } from '#core/engine/engines.ts';
import type { TextRequest } from '#core/engine/text-session.ts';
import type { ChatLink } from './chat-link.ts';

/** The settings for text generation that the page shows. */
export interface GenerationSettings {
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  readonly repeatPenalty: number;
  /** `null` for a random seed. */
  readonly seed: number | null;
  /** Stop strings: the answer ends before the first of them. */
  readonly stop: readonly string[];
  /** The JSON schema of the answers; `null` for free text. */
  readonly jsonSchema: object | null;
}

/** Returns the settings of a link; the user's last choice, or the default, for absent ones. */
export function resolveGenerationSettings(link: ChatLink, chosen: Partial<GenerationSettings>): GenerationSettings {
  return {
    maxTokens: link.maxTokens ?? chosen.maxTokens ?? 256,
    temperature: link.temperature ?? chosen.temperature ?? 0.7,
    topP: link.topP ?? chosen.topP ?? 0.95,
    topK: link.topK ?? chosen.topK ?? 40,
    repeatPenalty: link.repeatPenalty ?? chosen.repeatPenalty ?? 1.1,
    seed: link.seed ?? chosen.seed ?? null,
    stop: link.stop.length > 0 ? link.stop : (chosen.stop ?? []),
    jsonSchema: link.jsonSchema ?? chosen.jsonSchema ?? null,
  };
}

/** Removes these settings from a link, by default all. */
export function withoutSettings(link: ChatLink, names: readonly string[] = linkedNames): ChatLink {
  const removed = linkedNames.filter((name) => names.includes(name));
  return { ...link, ...Object.fromEntries(removed.map((name) => [name, name === 'stop' ? [] : null])) };
}

/** The settings that a link can name. */
const linkedNames = [
  'maxTokens',
  'temperature',
  'topP',
  'topK',
  'repeatPenalty',
  'seed',
  'stop',
  'jsonSchema',
] as const satisfies readonly (keyof GenerationSettings & keyof ChatLink)[];

export function buildTextRequest(
  { seed, topK, stop, jsonSchema, ...settings }: GenerationSettings,
  engine: TextEngineId,
): Omit<TextRequest, 'prompt'> {
  return {
    ...settings,
    ...(engines[engine].topK && { topK }),
    ...(seed !== null && { seed }),
    ...(stop.length > 0 && { stop }),
    ...(jsonSchema && { jsonSchema }),
  };
}
