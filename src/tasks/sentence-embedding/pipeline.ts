import { AppError } from '#core/errors/error.ts';
import type { Graph, PipelineDefinition } from '#core/task/task.ts';
import { readJsonFiles } from '../json-files.ts';
import { createUnsupportedModelError } from '../unsupported-model-error.ts';
import { readConfiguration, type ConfigurationFiles } from './configuration.ts';
import { computeCosine, type Embeddings } from './embeddings.ts';
import { isStaticModel, embedWithTable } from './static-vectors.ts';
import { findEmbeddingOutput, embedTokens } from './token-vectors.ts';
import { readTokenizer } from '../text-model/tokenizer.ts';

/** The vectors of texts, in their order. */
type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>;

/**
 * Vectors of texts, by a graph of token ids and its tokenizer: a transformer of sentence-transformers, whose vectors of
 * tokens are pooled, or a static model of Model2Vec.
 */
export const definition: PipelineDefinition<readonly string[], Embeddings> = {
  roles: { model: { matches: (graph) => isStaticModel(graph) || findEmbeddingOutput(graph) !== null } },

  async bind({ graphs: { model }, files }) {
    if (!model) throw new AppError('internal', { why: 'a task was bound without its graph' });
    const parsed: ConfigurationFiles = await readJsonFiles(files);
    const embed = isStaticModel(model.facts)
      ? createTableEmbedder(model, parsed)
      : createTransformerEmbedder(model, parsed);
    return { run: async (texts) => ({ vectors: await embed(texts) }) };
  },

  score({ vectors: actual }, { vectors: expected }) {
    const cosines = expected.map((vector, index) => (actual[index] ? computeCosine(vector, actual[index]) : 0));
    return cosines.length === 0 ? 1 : Math.min(...cosines);
  },
};

function createTableEmbedder(model: Graph, { tokenizer: file, tokenizerConfig }: ConfigurationFiles): Embed {
  const tokenizer = readTokenizer(file ?? {}, tokenizerConfig ?? {});
  return (texts) => embedWithTable(texts, model, tokenizer);
}

/** @throws AppError model-unsupported */
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
