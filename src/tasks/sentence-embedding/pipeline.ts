import { AppError } from '#core/errors/error.ts';
import type { Graph, PipelineDefinition } from '#core/task/task.ts';
import { readJsonFiles } from '../json-files.ts';
import { createUnsupportedModelError } from '../unsupported-model-error.ts';
import { readConfiguration, type ConfigurationFiles } from './configuration.ts';
import { computeCosineSimilarity, type Embeddings } from './embeddings.ts';
import { isStaticModel, embedWithStaticModel } from './static-vectors.ts';
import { findEmbeddingOutput, embedTokens } from './token-vectors.ts';
import { readTokenizer } from '../text-model/tokenizer.ts';

/** Embeds texts; returns their vectors in the same order. */
type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>;

/**
 * Embeds texts by a graph of token ids and its tokenizer: a sentence-transformers model, whose token vectors are
 * pooled, or a static Model2Vec model.
 */
export const definition: PipelineDefinition<readonly string[], Embeddings> = {
  roles: { model: { matches: (graph) => isStaticModel(graph) || findEmbeddingOutput(graph) !== null } },

  async bind({ graphs: { model }, files }) {
    if (!model) throw new AppError('internal', { why: 'a task was bound without its graph' });
    const parsed: ConfigurationFiles = await readJsonFiles(files);
    const embed = isStaticModel(model.facts)
      ? createStaticEmbedder(model, parsed)
      : createTransformerEmbedder(model, parsed);
    return { run: async (texts) => ({ vectors: await embed(texts) }) };
  },

  score({ vectors: actual }, { vectors: expected }) {
    const cosines = expected.map((vector, index) =>
      actual[index] ? computeCosineSimilarity(vector, actual[index]) : 0,
    );
    return cosines.length === 0 ? 1 : Math.min(...cosines);
  },
};

function createStaticEmbedder(model: Graph, { tokenizer: file, tokenizerConfig }: ConfigurationFiles): Embed {
  const tokenizer = readTokenizer(file ?? {}, tokenizerConfig ?? {});
  return (texts) => embedWithStaticModel(texts, model, tokenizer);
}

/** @throws AppError model-unsupported if the graph has no vectors, or a layer or pooling is not supported */
function createTransformerEmbedder(model: Graph, files: ConfigurationFiles): Embed {
  const output = findEmbeddingOutput(model.facts);
  if (!output) throw createUnsupportedModelError(model.facts, 'not-a-sentence-encoder');
  const configuration = readConfiguration(files, output.isPooled);
  const tokenizer = readTokenizer(files.tokenizer ?? {}, files.tokenizerConfig ?? {});
  const toTokenIds = (text: string) => {
    const trimmed = text.trim(); // as sentence-transformers does
    return tokenizer.encode(configuration.isLowerCased ? trimmed.toLowerCase() : trimmed, configuration.maxTokens).ids;
  };
  return async (texts) => {
    const vectors: Float32Array[] = [];
    for (const text of texts) vectors.push(await embedTokens(toTokenIds(text), model, output, configuration));
    return vectors;
  };
}
