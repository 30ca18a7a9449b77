import type { Task } from '#core/task/task.ts';
import { isPoolingConfig, textModelFiles } from '../text-model/text-model-files.ts';
import { computeCosineSimilarity, type Embeddings } from './embeddings.ts';

export const sentenceEmbedding: Task<Embeddings, 'text'> = {
  input: 'text',
  view: 'sentences',
  demoModel: null,
  hubSearch: { pipeline_tag: 'sentence-similarity' },
  files: {
    ...textModelFiles,
    sentences: { isOptional: true, namePattern: /^sentence_[a-z]+_config\.json$/i },
    pooling: { isOptional: true, namePattern: /^(config|[^/]*pooling[^/]*)\.json$/i, matchesContent: isPoolingConfig },
    modules: { isOptional: true, namePattern: /^modules\.json$/i },
  },
  /** The cosine similarity of each text with the first. */
  table: {
    columns: ['text', 'cosine'],
    toRows: ({ vectors }) => vectors.map((vector, index) => [index + 1, computeCosineSimilarity(vectors[0]!, vector)]),
  },
  toJson: ({ vectors }) => vectors.map((vector) => [...vector]),
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
  observe: ({ vectors }) => ({ numbers: {}, vector: vectors[0]! }),
  evaluation: async () => (await import('./evaluation.ts')).evaluation,
};
