import type { Graph, GraphSignature } from '#core/task/task.ts';
import { readFloats } from '../output-floats.ts';
import { takesTokens, createTokenInputs } from '../text-model/token-inputs.ts';
import type { EmbeddingConfiguration } from './configuration.ts';
import { normaliseVector, poolTokens } from './pooling.ts';

/** The output of a transformer with a vector for each token or, if pooled, for the whole text. */
export interface EmbeddingOutput {
  readonly name: string;
  readonly isPooled: boolean;
}

/** Finds the output with the vectors; `null` if the graph does not map token ids [batch, sequence] to vectors. */
export function findEmbeddingOutput({ inputs, outputs }: GraphSignature): EmbeddingOutput | null {
  if (!takesTokens({ inputs })) return null;
  const pooledOutput = outputs.find(({ name }) => name === 'sentence_embedding');
  if (pooledOutput) return { name: pooledOutput.name, isPooled: true };
  const tokenOutput = outputs.find(({ name }) => name === 'last_hidden_state' || name === 'token_embeddings');
  return tokenOutput?.shape.length === 3 ? { name: tokenOutput.name, isPooled: false } : null;
}

/**
 * Embeds a text by a transformer.
 * @param ids the token ids of the text
 * @throws any error of the graph
 */
export async function embedTokens(
  ids: readonly number[],
  { facts, run }: Graph,
  { name, isPooled }: EmbeddingOutput,
  { pooling, isNormalised }: EmbeddingConfiguration,
): Promise<Float32Array> {
  const outputs = await run(createTokenInputs(ids, facts));
  const output = readFloats(outputs, name);
  const vector = isPooled ? output : poolTokens(output, outputs[name]!.shape.at(-1)!, pooling);
  return isNormalised ? normaliseVector(vector) : vector;
}
