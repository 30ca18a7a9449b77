import { isJsonObject } from '#core/encoding/json-reader.ts';
import { AppError } from '#core/errors/error.ts';
import type { GgufEntry } from '#formats/gguf/write-gguf.ts';
import { tokenTypes, type TokenType } from './tokenizer.ts';

type Json = Readonly<Record<string, unknown>>;

/** The parsed files of a tokenizer; missing files are empty. */
export interface TokenizerFiles {
  /** `tokenizer.json` */
  readonly tokenizer: unknown;
  /** `tokenizer_config.json` */
  readonly settings: unknown;
  /** `config.json` of the model. */
  readonly config: unknown;
  /** `chat_template.jinja`; `null` if there is none. */
  readonly chatTemplate: string | null;
}

/**
 * Creates the GGUF metadata of a tokenizer of transformers: byte-level BPE, or SentencePiece BPE with byte fallback.
 * @param vocabSize the vocabulary size of the model, which may exceed that of the tokenizer
 * @throws AppError model-unsupported for other tokenizers
 */
export function createTokenizerEntries(files: TokenizerFiles, vocabSize: number): readonly GgufEntry[] {
  const tokenizer = asObject(files.tokenizer);
  const model = asObject(tokenizer['model']);
  const vocabulary = asObject(model['vocab']);
  if (model['type'] !== 'BPE') throw createUnsupportedEntryError('model.type', model['type']);
  const isSentencePiece = model['byte_fallback'] === true;
  const merges = asList(model['merges']).map((merge) => (Array.isArray(merge) ? merge.join(' ') : String(merge)));
  const tokens = Array.from({ length: vocabSize }, (_, id): [string, TokenType] => [`[PAD${id}]`, tokenTypes.unused]);
  for (const [text, id] of Object.entries(vocabulary))
    tokens[Number(id)] = [text, classifyToken(text, isSentencePiece)];
  for (const added of asList(tokenizer['added_tokens']).map(asObject)) {
    const type = added['special'] === true ? tokenTypes.control : tokenTypes.userDefined;
    tokens[Number(added['id'])] = [
      String(added['content']),
      added['content'] === model['unk_token'] ? tokenTypes.unknown : type,
    ];
  }
  const texts = tokens.map(([text]) => text);
  return [
    ['tokenizer.ggml.model', 'text', isSentencePiece ? 'llama' : 'gpt2'],
    ['tokenizer.ggml.pre', 'text', isSentencePiece ? 'default' : findPreTokenizer(tokenizer['pre_tokenizer'])],
    ['tokenizer.ggml.tokens', 'texts', texts],
    ['tokenizer.ggml.token_type', 'i32s', tokens.map(([, type]) => type)],
    ...(isSentencePiece
      ? ([
          ['tokenizer.ggml.scores', 'f32s', computeScores(texts, merges)],
          [
            'tokenizer.ggml.add_space_prefix',
            'bool',
            JSON.stringify(tokenizer['normalizer'] ?? '').includes('Prepend'),
          ],
        ] as const)
      : ([['tokenizer.ggml.merges', 'texts', merges]] as const)),
    ...listSpecialTokens(files, texts),
  ];
}

function classifyToken(text: string, isSentencePiece: boolean): TokenType {
  return isSentencePiece && /^<0x[\dA-F]{2}>$/.test(text) ? tokenTypes.byte : tokenTypes.normal;
}

/** Computes SentencePiece scores from the order of the merges, because the highest score is merged first. */
function computeScores(texts: readonly string[], merges: readonly string[]): readonly number[] {
  const ranks = new Map<string, number>();
  for (const [rank, merge] of merges.entries()) {
    const separatorIndex = merge.indexOf(' ', 1);
    const merged = merge.slice(0, separatorIndex) + merge.slice(separatorIndex + 1);
    if (!ranks.has(merged)) ranks.set(merged, rank);
  }
  return texts.map((text) => -(ranks.get(text) ?? merges.length));
}

/** Finds llama.cpp's name (`tokenizer.ggml.pre`) of the pre-tokenizer that has the same patterns. */
function findPreTokenizer(preTokenizer: unknown): string {
  const steps =
    asObject(preTokenizer)['type'] === 'Sequence' ? asList(asObject(preTokenizer)['pretokenizers']) : [preTokenizer];
  const patterns = steps.map(asObject).map((step) => {
    const pattern = asObject(step['pattern'])['Regex'];
    return typeof pattern === 'string' ? pattern : String(step['type']);
  });
  const [first = '', ...others] = patterns;
  if (others.length === 0 && first === 'ByteLevel') return 'gpt-2';
  if (first === 'Digits' && others.join() === 'ByteLevel') return 'smollm';
  const wordsAndDigits = String.raw`[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}`;
  if (others.join() === 'ByteLevel' && first.includes(wordsAndDigits))
    return first.includes(String.raw`\p{N}{1,3}`) ? 'llama-bpe' : 'qwen2';
  throw createUnsupportedEntryError('pre_tokenizer', patterns);
}

function listSpecialTokens(
  { settings, config, tokenizer, chatTemplate }: TokenizerFiles,
  texts: readonly string[],
): GgufEntry[] {
  const fields = asObject(settings);
  const findTokenId = (name: string): number | null => {
    const [value] = [asObject(config)[`${name}_token_id`]].flat();
    if (typeof value === 'number') return value;
    const token = fields[`${name}_token`];
    const text = isJsonObject(token) ? token['content'] : token;
    const index = typeof text === 'string' ? texts.indexOf(text) : -1;
    return index < 0 ? null : index;
  };
  const [bosId, eosId] = [findTokenId('bos'), findTokenId('eos')];
  const addsBosToken =
    fields['add_bos_token'] ?? includesToken(asObject(tokenizer)['post_processor'], texts[bosId ?? -1]);
  const template = chatTemplate ?? fields['chat_template'];
  return [
    ...(bosId === null ? [] : ([['tokenizer.ggml.bos_token_id', 'u32', bosId]] as const)),
    ...(eosId === null ? [] : ([['tokenizer.ggml.eos_token_id', 'u32', eosId]] as const)),
    ['tokenizer.ggml.add_bos_token', 'bool', addsBosToken === true],
    ...(typeof template === 'string' ? ([['tokenizer.chat_template', 'text', template]] as const) : []),
  ];
}

function includesToken(processor: unknown, token: string | undefined): boolean {
  return token !== undefined && JSON.stringify(processor ?? null).includes(JSON.stringify(token));
}

const asObject = (value: unknown): Json => (isJsonObject(value) ? value : {});
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function createUnsupportedEntryError(field: string, value: unknown): AppError {
  return new AppError('model-unsupported', {
    model: 'tokenizer.json',
    why: `${field}: ${JSON.stringify(value ?? null)}`,
  });
}
