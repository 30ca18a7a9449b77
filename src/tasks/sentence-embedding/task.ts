import type { Task } from '#core/task/task.ts';
import { isPooling, textModelFiles } from '../text-model/text-model-files.ts';
import { computeCosine, type Embeddings } from './embeddings.ts';

export const sentenceEmbedding: Task<Embeddings, 'text'> = {
  input: 'text',
  view: 'sentences',
  demoModel: null,
  hubSearch: { pipeline_tag: 'sentence-similarity' },
  files: {
    ...textModelFiles,
    sentences: { isOptional: true, namePattern: /^sentence_[a-z]+_config\.json$/i },
    pooling: { isOptional: true, namePattern: /^(config|[^/]*pooling[^/]*)\.json$/i, matchesContent: isPooling },
    modules: { isOptional: true, namePattern: /^modules\.json$/i },
  },
  /** The cosine of each text with the first. */
  table: {
    columns: ['text', 'cosine'],
    rows: ({ vectors }) => vectors.map((vector, index) => [index + 1, computeCosine(vectors[0]!, vector)]),
  },
  toJson: ({ vectors }) => vectors.map((vector) => [...vector]),
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
  observe: ({ vectors }) => ({ numbers: {}, vector: vectors[0]! }),
  evaluation: async () => (await import('./evaluation.ts')).evaluation,
};
