import type { Task } from '#core/task/task.ts';
import { textModelFiles } from '../text-model/text-model-files.ts';
import { aggregations, type TokenClassification } from './token-classification.ts';

export const tokenClassification: Task<readonly TokenClassification[], 'text'> = {
  input: 'text',
  view: 'token-classification',
  demoModel: null,
  hubSearch: { pipeline_tag: 'token-classification' },
  files: textModelFiles,
  /** One row per entity, in the order of the text. */
  table: {
    columns: ['line', 'label', 'entity', 'start', 'end', 'score', 'aggregation', 'truncated'],
    toRows: (results) =>
      results.flatMap(({ entities, isTruncated }, index) =>
        entities.map(({ label, text, start, end, score, aggregation }) => [
          index + 1,
          label,
          text,
          start,
          end,
          score,
          aggregation,
          String(isTruncated),
        ]),
      ),
  },
  aggregation: {
    choices: aggregations,
    select: (results, aggregation) =>
      results.map((result) => ({
        ...result,
        entities: result.entities.filter((entity) => entity.aggregation === aggregation),
      })),
  },
  toJson: (results) =>
    results.map(({ text, entities, tokens, isTruncated }) => ({ text, entities, tokens, isTruncated })),
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
  evaluation: async () => (await import('./evaluation.ts')).evaluation,
};
