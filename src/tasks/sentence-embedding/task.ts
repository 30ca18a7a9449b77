import type { Task } from '#core/task/task.ts';
import { cosine, type Embeddings } from './embeddings.ts';

export const sentenceEmbedding: Task<Embeddings, 'text'> = {
  input: 'text',
  view: 'sentences',
  demoModel: null,
  hubSearch: { pipeline_tag: 'sentence-similarity' },
  files: {
    tokenizer: { name: /^tokenizer\.json$/i },
    pooling: { isOptional: true, name: /pooling[^/]*\.json$/i },
  },
  /** The cosine of each text with the first. */
  table: {
    columns: ['text', 'cosine'],
    rows: ({ vectors }) => vectors.map((vector, at) => [at + 1, cosine(vectors[0]!, vector)]),
  },
  toJson: ({ vectors }) => vectors.map((vector) => [...vector]),
  code: async () => (await import('./code.ts')).code,
  evaluation: async () => (await import('./evaluation.ts')).evaluation,
};
