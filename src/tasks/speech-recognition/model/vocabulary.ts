import type { Tokenizer } from '@huggingface/tokenizers';
import { AppError } from '#core/errors/error.ts';
import { isJsonObject } from '#core/encoding/json-reader.ts';
import { createTokenizer } from '../../create-tokenizer.ts';

/** The tokens of a Whisper model. */
export interface Vocabulary {
  readonly startOfTranscript: number;
  readonly endOfText: number;
  readonly startOfPrevious: number;
  readonly noSpeech: number;
  readonly noTimestamps: number;
  /** `<|0.00|>`; the following ones are 20 ms apart. All tokens from here on are timestamps. */
  readonly firstTimestamp: number;
  /** `null` if the model is for English only. */
  readonly transcribe: number | null;
  /** Tokens of languages by their code; empty if the model is for English only. */
  readonly languages: ReadonlyMap<string, number>;
  /** Tokens that are never predicted. */
  readonly suppressed: readonly number[];
  /** Tokens that are not predicted first. */
  readonly suppressedFirst: readonly number[];
  /** Timestamps after this one are not predicted first; an index from `firstTimestamp`. */
  readonly maxInitialTimestamp: number;
  /** The text of tokens; special tokens and timestamps have none. */
  decode(tokens: readonly number[]): string;
}

/** The number of tokens from which a model is multilingual (`is_multilingual` in OpenAI's `whisper/model.py`). */
const multilingualTokens = 51_865;

/** 1 s, OpenAI's default. */
const defaultMaxInitialTimestamp = 50;

/**
 * Reads the tokens of a model.
 * @param files the contents of `tokenizer.json`, `tokenizer_config.json` and `generation_config.json`
 * @param size the number of tokens that the decoder predicts, if its graph states it
 * @throws AppError model-unsupported if it is not the vocabulary of a Whisper model
 */
export function readVocabulary(
  { tokenizer: file, tokenizerConfig, generationConfig: generation }: Readonly<Record<string, object>>,
  size: number | null,
): Vocabulary {
  const tokenizer = createTokenizer(file ?? {}, tokenizerConfig ?? {});
  const findId = (...names: readonly string[]): number => {
    const id = names.map((name) => tokenizer.token_to_id(name)).find((found) => found !== undefined);
    if (id !== undefined) return id;
    throw new AppError('model-unsupported', {
      model: 'tokenizer.json',
      reason: 'token-missing',
      token: names[0] ?? '',
    });
  };
  const noTimestamps = findId('<|notimestamps|>');
  const stated = readField(generation, 'is_multilingual');
  const isMultilingual = typeof stated === 'boolean' ? stated : size === null || size >= multilingualTokens;
  const startOfTranscript = findId('<|startoftranscript|>');
  const transcribe = findId('<|transcribe|>');
  const firstTimestamp = noTimestamps + 1;
  const maxInitial = readField(generation, 'max_initial_timestamp_index');
  return {
    startOfTranscript,
    endOfText: findId('<|endoftext|>'),
    startOfPrevious: findId('<|startofprev|>'),
    noSpeech: findId('<|nospeech|>', '<|nocaptions|>'),
    noTimestamps,
    firstTimestamp,
    transcribe: isMultilingual ? transcribe : null,
    languages: new Map(isMultilingual ? readLanguages(tokenizer, startOfTranscript, transcribe) : []),
    suppressed: readNumbers(readField(generation, 'suppress_tokens')),
    suppressedFirst: readNumbers(readField(generation, 'begin_suppress_tokens')),
    maxInitialTimestamp: typeof maxInitial === 'number' ? maxInitial : defaultMaxInitialTimestamp,
    decode: (tokens) =>
      tokenizer.decode(
        tokens.filter((token) => token < firstTimestamp),
        { skip_special_tokens: true, clean_up_tokenization_spaces: false },
      ),
  };
}

/** Tokens such as `<|en|>`, which are between the start of a transcript and its task. */
function readLanguages(tokenizer: Tokenizer, start: number, task: number): [code: string, token: number][] {
  return [...tokenizer.get_added_tokens_decoder()].flatMap(([id, { content }]): [string, number][] => {
    const code = /^<\|([a-z]{2,3})\|>$/.exec(content)?.[1];
    return code !== undefined && id > start && id < task ? [[code, id]] : [];
  });
}

const readField = (value: unknown, name: string): unknown => (isJsonObject(value) ? value[name] : undefined);

const readNumbers = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((item): item is number => typeof item === 'number') : [];
