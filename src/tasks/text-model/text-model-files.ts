import type { FileRole } from '#core/task/task.ts';

/** Whether a `config.json` belongs to the pooling layer (in the folder `1_Pooling`), not to the transformer. */
export const isPoolingConfig = (text: string): boolean => text.includes('"pooling_mode');

/** The files next to the graph of a transformer for texts, in the layout of the Hub. */
export const textModelFiles = {
  tokenizer: { namePattern: /^tokenizer\.json$/i, defaultName: 'tokenizer.json' },
  tokenizerConfig: { isOptional: true, namePattern: /^tokenizer_config\.json$/i },
  transformer: { isOptional: true, namePattern: /^config\.json$/i, matchesContent: (text) => !isPoolingConfig(text) },
} as const satisfies Readonly<Record<string, FileRole>>;
