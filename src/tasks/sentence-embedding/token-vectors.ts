import type { Graph, GraphSignature } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { floats } from '../output-floats.ts';
import type { Configuration } from './configuration.ts';
import { normalise, poolTokens } from './pooling.ts';

/** The output of a transformer that embeds each token, or already the whole text. */
export interface EmbeddingOutput {
  readonly name: string;
  readonly isPooled: boolean;
}

/** The output with the vectors; `null` if the graph does not map token ids [batch, sequence] to vectors. */
export function findEmbeddingOutput({ inputs, outputs }: GraphSignature): EmbeddingOutput | null {
  const known = new Set(['input_ids', 'attention_mask', 'token_type_ids']);
  const areTokens = inputs.every(
    ({ name, dtype, shape }) => known.has(name) && dtype === 'int64' && shape.length === 2,
  );
  const isFree = inputs.every(({ shape: [, length] }) => typeof length !== 'number');
  if (!inputs.some(({ name }) => name === 'input_ids') || !areTokens || !isFree) return null;
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
  const shape = [1, ids.length];
  const values = (value: (id: number) => number) => BigInt64Array.from(ids, (id) => BigInt(value(id)));
  const made = { input_ids: values((id) => id), attention_mask: values(() => 1), token_type_ids: values(() => 0) };
  const inputs: Tensors = Object.fromEntries(
    facts.inputs.map((input) => [input.name, { dtype: 'int64', shape, data: made[input.name as keyof typeof made] }]),
  );
  const outputs = await run(inputs);
  const output = floats(outputs, name);
  const vector = isPooled ? output : poolTokens(output, outputs[name]!.shape.at(-1)!, pooling);
  return isNormalised ? normalise(vector) : vector;
}
