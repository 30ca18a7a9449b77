import type { Tokenizer } from '@huggingface/tokenizers';
import { AppError } from '#core/errors/error.ts';
import { createTokenizer } from '../../create-tokenizer.ts';
import { readField } from '../../json-files.ts';

/** The special tokens and the tokenizer of a Whisper model. */
export interface Vocabulary {
  readonly startOfTranscript: number;
  readonly endOfText: number;
  readonly startOfPrevious: number;
  readonly noSpeech: number;
  readonly noTimestamps: number;
  /** `<|0.00|>`. All tokens from here on are timestamps, 20 ms apart. */
  readonly firstTimestamp: number;
  /** `null` if the model is for English only. */
  readonly transcribe: number | null;
  /** Tokens of languages by their code; empty if the model is for English only. */
  readonly languages: ReadonlyMap<string, number>;
  /** Tokens that are never predicted. */
  readonly suppressed: readonly number[];
  /** Tokens that are never predicted first. */
  readonly suppressedFirst: readonly number[];
  /** Index of the latest timestamp that can be predicted first, counted from `firstTimestamp`. */
  readonly maxInitialTimestamp: number;
  /** Decodes tokens to text, without special tokens and timestamps. */
  decode(tokens: readonly number[]): string;
}

/** Minimum vocabulary size of a multilingual model (`is_multilingual` in OpenAI's `whisper/model.py`). */
const minMultilingualTokens = 51_865;

/** OpenAI's default: 1 second. */
const defaultMaxInitialTimestamp = 50;

/**
 * Reads the vocabulary of a model.
 * @param files the contents of `tokenizer.json`, `tokenizer_config.json` and `generation_config.json`
 * @param size the size of the vocabulary; `null` if the decoder's graph does not state it
 * @throws AppError model-unsupported if it is not the vocabulary of a Whisper model
 */
export function readVocabulary(
  { tokenizer: file, tokenizerConfig, generationConfig: generation }: Readonly<Record<string, object>>,
  size: number | null,
): Vocabulary {
  const tokenizer = createTokenizer(file ?? {}, tokenizerConfig ?? {});
  const findId = (...names: readonly string[]): number => {
    const id = names.map((name) => tokenizer.token_to_id(name)).find((tokenId) => tokenId !== undefined);
    if (id !== undefined) return id;
    throw new AppError('model-unsupported', {
      model: 'tokenizer.json',
      reason: 'token-missing',
      token: names[0] ?? '',
    });
  };
  const noTimestamps = findId('<|notimestamps|>');
  const multilingualFlag = readField(generation, 'is_multilingual');
  const isMultilingual =
    typeof multilingualFlag === 'boolean' ? multilingualFlag : size === null || size >= minMultilingualTokens;
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

/** Reads the language tokens, such as `<|en|>`, whose ids lie between the start of a transcript and its task. */
function readLanguages(tokenizer: Tokenizer, start: number, task: number): [code: string, token: number][] {
  return [...tokenizer.get_added_tokens_decoder()].flatMap(([id, { content }]): [string, number][] => {
    const code = /^<\|([a-z]{2,3})\|>$/.exec(content)?.[1];
    return code !== undefined && id > start && id < task ? [[code, id]] : [];
  });
}

const readNumbers = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((item): item is number => typeof item === 'number') : [];
