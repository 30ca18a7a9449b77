import { AppError } from '#core/errors/error.ts';
import { readField } from '../json-files.ts';
import { isCount, readMaxTokens } from '../text-model/max-tokens.ts';
import type { Pooling } from './pooling.ts';

/**
 * The parsed configuration files of a model, by role: `tokenizer.json`, `tokenizer_config.json`, `config.json` of the
 * transformer, `sentence_bert_config.json`, `1_Pooling/config.json` and `modules.json`.
 */
export type ConfigurationFiles = Readonly<
  Partial<Record<'tokenizer' | 'tokenizerConfig' | 'transformer' | 'sentences' | 'pooling' | 'modules', object>>
>;

/** How a sentence-transformers model embeds a text. */
export interface EmbeddingConfiguration {
  /** Maximum tokens of a text, including special tokens; `Infinity` if no file states a maximum. */
  readonly maxTokens: number;
  readonly pooling: Pooling;
  /** Whether vectors are scaled to length 1. */
  readonly isNormalised: boolean;
  readonly isLowerCased: boolean;
}

/**
 * Reads the configuration as sentence-transformers does: tokens are pooled by their mean unless a file states
 * otherwise.
 * @param isPooled whether the graph itself contains the layers after the transformer
 * @throws AppError model-unsupported if a layer or the pooling is neither supported nor in the graph
 */
export function readConfiguration(files: ConfigurationFiles, isPooled: boolean): EmbeddingConfiguration {
  const modules = Array.isArray(files.modules) ? files.modules : [];
  const maxSequenceLength = readField(files.sentences, 'max_seq_length');
  const layers = modules.map((module) => String(readField(module, 'type')).split('.').at(-1)!);
  const unsupportedLayer = layers.find((layer) => !['Transformer', 'Pooling', 'Normalize'].includes(layer));
  if (unsupportedLayer !== undefined && !isPooled)
    throw createUnsupportedError('modules.json', { reason: 'module-not-supported', module: unsupportedLayer });
  return {
    maxTokens: isCount(maxSequenceLength) ? maxSequenceLength : readMaxTokens(files),
    pooling: isPooled ? 'mean' : readPooling(files.pooling),
    isNormalised: layers.includes('Normalize'),
    isLowerCased: readField(files.sentences, 'do_lower_case') === true,
  };
}

/** Poolings by their flags in the configuration; newer versions of sentence-transformers write the name instead. */
const poolingByFlag: Readonly<Record<string, Pooling>> = {
  pooling_mode_mean_tokens: 'mean',
  pooling_mode_max_tokens: 'max',
  pooling_mode_cls_token: 'cls',
  pooling_mode_lasttoken: 'lasttoken',
};

function readPooling(config: object | undefined): Pooling {
  const modeName = readField(config, 'pooling_mode');
  const flags = Object.entries(config ?? {}).flatMap(([key, value]) =>
    key.startsWith('pooling_mode_') && value === true ? [poolingByFlag[key] ?? key] : [],
  );
  const modes = typeof modeName === 'string' ? [modeName] : flags;
  const [mode = 'mean', ...others] = modes;
  const supportedPooling = Object.values(poolingByFlag).find((pooling) => pooling === mode);
  if (supportedPooling && others.length === 0) return supportedPooling;
  throw createUnsupportedError('1_Pooling/config.json', { reason: 'pooling-not-supported', modes: modes.join(', ') });
}

function createUnsupportedError(model: string, facts: Readonly<Record<string, string>>): AppError {
  return new AppError('model-unsupported', { model, ...facts });
}
