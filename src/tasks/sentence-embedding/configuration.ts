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

/** How a model of sentence-transformers embeds a text. */
export interface Configuration {
  /** Tokens of a text, special ones included; `Infinity` if no file states a maximum. */
  readonly maxTokens: number;
  readonly pooling: Pooling;
  /** Whether vectors are scaled to length 1. */
  readonly isNormalised: boolean;
  readonly isLowerCased: boolean;
}

/**
 * Reads the configuration as sentence-transformers does: the mean of the tokens unless a file states another pooling.
 * @param isPooled whether the graph itself contains the layers after the transformer
 * @throws AppError model-unsupported if it has a layer or a pooling that is neither supported nor in the graph
 */
export function readConfiguration(files: ConfigurationFiles, isPooled: boolean): Configuration {
  const modules = Array.isArray(files.modules) ? files.modules : [];
  const ownMax = readField(files.sentences, 'max_seq_length');
  const layers = modules.map((module) => String(readField(module, 'type')).split('.').at(-1)!);
  const other = layers.find((layer) => !['Transformer', 'Pooling', 'Normalize'].includes(layer));
  if (other !== undefined && !isPooled)
    throw createUnsupportedError('modules.json', { reason: 'module-not-supported', module: other });
  return {
    maxTokens: isCount(ownMax) ? ownMax : readMaxTokens(files),
    pooling: isPooled ? 'mean' : readPooling(files.pooling),
    isNormalised: layers.includes('Normalize'),
    isLowerCased: readField(files.sentences, 'do_lower_case') === true,
  };
}

/** The poolings by the flags that state them; a newer version of sentence-transformers writes the name instead. */
const poolings: Readonly<Record<string, Pooling>> = {
  pooling_mode_mean_tokens: 'mean',
  pooling_mode_max_tokens: 'max',
  pooling_mode_cls_token: 'cls',
  pooling_mode_lasttoken: 'lasttoken',
};

function readPooling(config: object | undefined): Pooling {
  const named = readField(config, 'pooling_mode');
  const flags = Object.entries(config ?? {}).flatMap(([key, value]) =>
    key.startsWith('pooling_mode_') && value === true ? [poolings[key] ?? key] : [],
  );
  const modes = typeof named === 'string' ? [named] : flags;
  const [mode = 'mean', ...others] = modes;
  const known = Object.values(poolings).find((pooling) => pooling === mode);
  if (known && others.length === 0) return known;
  throw createUnsupportedError('1_Pooling/config.json', { reason: 'pooling-not-supported', modes: modes.join(', ') });
}

function createUnsupportedError(model: string, facts: Readonly<Record<string, string>>): AppError {
  return new AppError('model-unsupported', { model, ...facts });
}
