import type { ByteSource } from '#core/model/model.ts';
import { readGgufHeader } from './read-gguf-header.ts';

const key = 'tokenizer.ggml.tokens';

/**
 * Reads the tokens of a GGUF model as its file lists them; empty if it lists none.
 * @throws AppError from `readGgufHeader`
 */
export async function readVocabulary(source: ByteSource): Promise<readonly string[]> {
  const tokens = (await readGgufHeader(source, [key])).metadata.get(key);
  const items = typeof tokens === 'object' ? (tokens.items ?? []) : [];
  return items.filter((item) => typeof item === 'string');
}
