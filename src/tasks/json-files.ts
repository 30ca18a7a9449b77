import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import type { PipelineComponents } from '#core/task/task.ts';

/**
 * Parses the files of a model that are JSON, by role.
 * @throws AppError model-corrupt, from {@link parseJsonFile}
 */
export async function readJsonFiles(files: PipelineComponents['files']): Promise<Record<string, object>> {
  const parsed: Record<string, object> = {};
  for (const [role, source] of Object.entries(files)) {
    const bytes = source && (await source.slice(0, source.size).arrayBuffer());
    if (bytes) parsed[role] = parseJsonFile(role, new TextDecoder().decode(bytes));
  }
  return parsed;
}

/** Reads the field `name` of a JSON object; `undefined` if `value` is not an object. */
export function readField(value: unknown, name: string): unknown {
  return isJsonObject(value) ? value[name] : undefined;
}

/** @throws AppError model-corrupt if the file is not JSON, or neither an object nor a list */
export function parseJsonFile(file: string, text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw createCorruptModelError(file, { reason: 'not-json', why: String(thrown) });
  }
  if (typeof value === 'object' && value !== null) return value;
  throw createCorruptModelError(file, { reason: 'json-not-object' });
}
