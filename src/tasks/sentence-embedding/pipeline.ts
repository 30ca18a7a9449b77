import { AppError } from '#core/errors/error.ts';
import type { Graph, GraphSignature, PipelineComponents, PipelineDefinition } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { floats } from '../output-floats.ts';
import { unsupportedModelError } from '../unsupported-model-error.ts';
import { fitsTask } from '../single-graph.ts';
import { parseConfiguration, readConfiguration, type Configuration, type ConfigurationFiles } from './configuration.ts';
import { cosine, type Embeddings } from './embeddings.ts';
import { normalise, poolTokens } from './pooling.ts';
import { readTokenizer } from './tokenizer.ts';

/** Vectors of texts, by a model of sentence-transformers: a graph of token ids, its tokenizer, and how tokens are pooled. */
export const definition: PipelineDefinition<readonly string[], Embeddings> = {
  roles: { model: { matches: (graph) => fitsTask(() => signatureOf(graph)) } },

  async bind({ graphs: { model }, files }) {
    if (!model) throw new AppError('internal', { why: 'a task was bound without its graph' });
    const output = signatureOf(model.facts);
    const parsed = await parsedFiles(files);
    const configuration = readConfiguration(parsed, output.isPooled);
    const tokenizer = readTokenizer(parsed.tokenizer ?? {}, parsed.tokenizerConfig ?? {});
    const idsOf = (text: string) => {
      const trimmed = text.trim(); // as sentence-transformers does
      return tokenizer.encode(configuration.isLowerCased ? trimmed.toLowerCase() : trimmed, configuration.maxTokens);
    };
    return {
      async run(texts) {
        const vectors: Float32Array[] = [];
        for (const text of texts) vectors.push(await vectorOf(idsOf(text), model, output, configuration));
        return { vectors };
      },
    };
  },

  score({ vectors: actual }, { vectors: expected }) {
    const cosines = expected.map((vector, at) => (actual[at] ? cosine(vector, actual[at]) : 0));
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

/** @throws AppError model-corrupt if one is not JSON */
async function parsedFiles(files: PipelineComponents['files']): Promise<ConfigurationFiles> {
  const parsed: Record<string, object> = {};
  for (const [role, source] of Object.entries(files)) {
    const bytes = source && (await source.slice(0, source.size).arrayBuffer());
    if (bytes) parsed[role] = parseConfiguration(role, new TextDecoder().decode(bytes));
  }
  return parsed;
}
