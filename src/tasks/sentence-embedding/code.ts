import { AppError } from '#core/errors/error.ts';
import type { ByteSource } from '#core/model/model.ts';
import type { Graph, GraphSignature, TaskCode } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { floats } from '../floats.ts';
import { unsupportedModelError } from '../unsupported-model-error.ts';
import { fitsTask } from '../one-graph.ts';
import { cosine, type Embeddings } from './embeddings.ts';
import { normalised, pooled, readPooling, type Pooling } from './pooling.ts';
import { readWordPiece } from './word-piece.ts';

/** Longer texts are cut off: BERT has no more positions. */
const maxTokens = 512;

/** Vectors of texts, by a model of sentence-transformers: a graph of token ids, BERT's tokenizer, and how tokens are pooled. */
export const code: TaskCode<readonly string[], Embeddings> = {
  roles: { model: { matches: (graph) => fitsTask(() => signatureOf(graph)) } },

  async bind({ graphs: { model }, files: { tokenizer, pooling } }) {
    if (!model || !tokenizer) throw new AppError('internal', { why: 'a task was bound without its parts' });
    const signature = signatureOf(model.facts);
    const words = readWordPiece(await textOf(tokenizer));
    const mode = pooling ? readPooling(await textOf(pooling)) : 'mean';
    if (mode === null) throw unsupportedModelError(model.facts, 'pooling-not-supported');
    return {
      async run(texts) {
        const vectors: Float32Array[] = [];
        for (const text of texts) vectors.push(await vectorOf(words.encode(text, maxTokens), model, signature, mode));
        return { vectors };
      },
    };
  },

  score({ vectors: got }, { vectors: want }) {
    const cosines = want.map((vector, at) => (got[at] ? cosine(vector, got[at]) : 0));
    return cosines.length === 0 ? 1 : Math.min(...cosines);
  },
};

/** The output that embeds each token, or already the whole text. */
interface EmbeddingOutput {
  readonly name: string;
  readonly isPooled: boolean;
}

/** @throws AppError model-unsupported if the model does not map token ids to vectors */
function signatureOf(model: GraphSignature): EmbeddingOutput {
  const { inputs, outputs } = model;
  const known = new Set(['input_ids', 'attention_mask', 'token_type_ids']);
  const areTokens = inputs.every(
    ({ name, dtype, shape }) => known.has(name) && dtype === 'int64' && shape.length === 2,
  );
  const isFree = inputs.every(({ shape: [, length] }) => typeof length !== 'number');
  if (inputs.some(({ name }) => name === 'input_ids') && areTokens && isFree) {
    const whole = outputs.find(({ name }) => name === 'sentence_embedding');
    if (whole) return { name: whole.name, isPooled: true };
    const each = outputs.find(({ name }) => name === 'last_hidden_state' || name === 'token_embeddings');
    if (each?.shape.length === 3) return { name: each.name, isPooled: false };
  }
  throw unsupportedModelError(model, 'not-a-sentence-encoder');
}

async function vectorOf(
  ids: readonly number[],
  { facts, run }: Graph,
  { name, isPooled }: EmbeddingOutput,
  pooling: Pooling,
): Promise<Float32Array> {
  const shape = [1, ids.length];
  const values = (value: (id: number) => number) => BigInt64Array.from(ids, (id) => BigInt(value(id)));
  const made = { input_ids: values((id) => id), attention_mask: values(() => 1), token_type_ids: values(() => 0) };
  const inputs: Tensors = Object.fromEntries(
    facts.inputs.map((input) => [input.name, { dtype: 'int64', shape, data: made[input.name as keyof typeof made] }]),
  );
  const outputs = await run(inputs);
  const output = floats(outputs, name);
  return isPooled ? normalised(output) : pooled(output, outputs[name]!.shape.at(-1)!, pooling);
}

async function textOf(source: ByteSource): Promise<string> {
  return new TextDecoder().decode(await source.slice(0, source.size).arrayBuffer());
}
