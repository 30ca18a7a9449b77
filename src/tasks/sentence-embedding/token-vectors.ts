import type { Graph, GraphSignature } from '#core/task/task.ts';
import { readFloats } from '../output-floats.ts';
import { takesTokens, tokenInputs } from '../text-model/token-inputs.ts';
import type { Configuration } from './configuration.ts';
import { normalise, poolTokens } from './pooling.ts';

/** The output of a transformer that embeds each token, or already the whole text. */
export interface EmbeddingOutput {
  readonly name: string;
  readonly isPooled: boolean;
}

/** The output with the vectors; `null` if the graph does not map token ids [batch, sequence] to vectors. */
export function findEmbeddingOutput({ inputs, outputs }: GraphSignature): EmbeddingOutput | null {
  if (!takesTokens({ inputs })) return null;
  const whole = outputs.find(({ name }) => name === 'sentence_embedding');
  if (whole) return { name: whole.name, isPooled: true };
  const each = outputs.find(({ name }) => name === 'last_hidden_state' || name === 'token_embeddings');
  return each?.shape.length === 3 ? { name: each.name, isPooled: false } : null;
}

/**
 * The vector of a text of these tokens, by a transformer.
 * @throws AppError what the graph throws
 */
export async function embedTokens(
  ids: readonly number[],
  { facts, run }: Graph,
  { name, isPooled }: EmbeddingOutput,
  { pooling, isNormalised }: Configuration,
): Promise<Float32Array> {
  const outputs = await run(tokenInputs(ids, facts));
  const output = readFloats(outputs, name);
  const vector = isPooled ? output : poolTokens(output, outputs[name]!.shape.at(-1)!, pooling);
  return isNormalised ? normalise(vector) : vector;
}
