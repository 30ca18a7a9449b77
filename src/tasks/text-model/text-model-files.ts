import type { FileRole } from '#core/task/task.ts';

/** Whether a `config.json` is that of the pooling layer, in the folder `1_Pooling`, instead of the transformer's. */
export const isPooling = (text: string): boolean => text.includes('"pooling_mode');

/** The files next to the graph of a transformer for texts, in the layout of the Hub. */
export const textModelFiles = {
  tokenizer: { namePattern: /^tokenizer\.json$/i, defaultName: 'tokenizer.json' },
  tokenizerConfig: { isOptional: true, namePattern: /^tokenizer_config\.json$/i },
  transformer: { isOptional: true, namePattern: /^config\.json$/i, matchesContent: (text) => !isPooling(text) },
} as const satisfies Readonly<Record<string, FileRole>>;
