import type { Task } from '#core/task/task.ts';
import type { Recognition } from './recognition.ts';

export const ocr: Task<Recognition> = {
  input: 'image',
  view: 'ocr',
  demoModel: null,
  hubSearch: { search: 'PP-OCR' },
  files: { keys: { isOptional: true, namePattern: /\.txt$/i } },
  /** One row for each piece of text; corners in pixels, clockwise. */
  table: {
    columns: ['row', 'text', 'score', 'x1', 'y1', 'x2', 'y2', 'x3', 'y3', 'x4', 'y4'],
    toRows: ({ pieces }) =>
      pieces.map(({ row, text, score, quad }) => [row + 1, text, score, ...quad.flatMap(({ x, y }) => [x, y])]),
  },
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
  observe: ({ pieces }) => ({
    numbers: {
      characters: pieces.reduce((sum, { text }) => sum + text.length, 0),
      confidence: pieces.length === 0 ? 0 : pieces.reduce((sum, { score }) => sum + score, 0) / pieces.length,
    },
  }),
  evaluation: async () => (await import('./evaluation.ts')).evaluation,
};
