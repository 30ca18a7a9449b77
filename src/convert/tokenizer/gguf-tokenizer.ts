import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import { convertibleTokenizers } from '#core/model/convertible-models.ts';
import type { ByteSource } from '#core/model/model.ts';
import { readGgufHeader, type GgufHeader } from '#formats/gguf/read-gguf-header.ts';
import { createByteLevelTokenizer } from './byte-level.ts';
import { createSentencePieceTokenizer } from './sentence-piece.ts';
import {
  tokenTypes,
  createUnsupportedKeyError,
  type GgufToken,
  type GgufTokenizer,
  type TokenType,
} from './tokenizer.ts';

/** The JSON files next to the graph of an ONNX language model, by name. */
export type TextModelFiles = Readonly<
  Record<'tokenizer.json' | 'tokenizer_config.json' | 'config.json' | 'generation_config.json', object>
>;

const arrayKeys = ['tokens', 'scores', 'token_type', 'merges'].map((name) => `tokenizer.ggml.${name}`);

/**
 * Converts the tokenizer, chat template and special tokens of a GGUF file to the files that transformers,
 * transformers.js and Assay's ONNX engine read.
 * @throws AppError from `readGgufHeader` | model-unsupported for tokenizers other than SentencePiece and byte-level BPE
 */
export async function convertGgufTokenizer(source: ByteSource): Promise<TextModelFiles> {
  const header = await readGgufHeader(source, arrayKeys);
  const tokenizer = readTokenizer(header);
  const model = header.metadata.get('tokenizer.ggml.model');
  const supportedModel = convertibleTokenizers.find((candidate) => candidate === model);
  if (!supportedModel) throw createUnsupportedKeyError('tokenizer.ggml.model', model);
  return {
    'tokenizer.json': { version: '1.0', truncation: null, padding: null, ...converters[supportedModel](tokenizer) },
    'tokenizer_config.json': createTokenizerConfig(header, tokenizer),
    'config.json': createModelConfig(header),
    'generation_config.json': { eos_token_id: listEndTokens(header, tokenizer) },
  };
}

const converters: Readonly<Record<(typeof convertibleTokenizers)[number], (tokenizer: GgufTokenizer) => object>> = {
  llama: createSentencePieceTokenizer,
  gpt2: createByteLevelTokenizer,
};

function readTokenizer({ metadata }: GgufHeader): GgufTokenizer {
  const readArray = (name: string): readonly unknown[] => {
    const value = metadata.get(`tokenizer.ggml.${name}`);
    return (typeof value === 'object' && value.items) || [];
  };
  const texts = readArray('tokens').map(String);
  if (texts.length === 0)
    throw createCorruptModelError('gguf', { reason: 'entry-invalid', entry: 'tokenizer.ggml.tokens' });
  const types = readArray('token_type').map(Number);
  const tokens = texts.map((text, id): GgufToken => ({ id, text, type: (types[id] ?? 1) as TokenType }));
  const model = metadata.get('tokenizer.ggml.model');
  const pre = metadata.get('tokenizer.ggml.pre');
  const readFlag = (name: string, fallback: boolean) => {
    const value = metadata.get(`tokenizer.ggml.${name}`);
    return typeof value === 'boolean' ? value : fallback;
  };
  // Defaults of llama.cpp (llama-vocab.cpp).
  const isSentencePiece = model === 'llama';
  const addsBosToken = readFlag('add_bos_token', isSentencePiece || pre === 'llama-bpe');
  return {
    tokens,
    scores: readArray('scores').map(Number),
    merges: readArray('merges').map(String),
    pre: typeof pre === 'string' ? pre : 'default',
    addsSpacePrefix: readFlag('add_space_prefix', isSentencePiece),
    bosToken: addsBosToken ? (readSpecialToken(metadata, tokens, 'bos', isSentencePiece ? 1 : null) ?? null) : null,
  };
}

function readSpecialToken(
  metadata: GgufHeader['metadata'],
  tokens: readonly GgufToken[],
  name: 'bos' | 'eos' | 'eot' | 'unknown',
  fallback: number | null,
): GgufToken | undefined {
  const id = metadata.get(`tokenizer.ggml.${name}_token_id`) ?? fallback;
  return typeof id === 'number' ? tokens[id] : undefined;
}

/** Control tokens that end a turn in the vocabularies of the supported architectures. */
const turnEndTokens: ReadonlySet<string> = new Set([
  '<|im_end|>',
  '<|eot_id|>',
  '<end_of_turn>',
  '<|endoftext|>',
  '<|end|>',
]);

function listEndTokens({ metadata }: GgufHeader, { tokens }: GgufTokenizer): readonly number[] {
  const declaredTokens = [
    readSpecialToken(metadata, tokens, 'eos', 2),
    readSpecialToken(metadata, tokens, 'eot', null),
  ];
  const byText = tokens.filter(({ text, type }) => type === tokenTypes.control && turnEndTokens.has(text));
  return [...new Set([...declaredTokens, ...byText].flatMap((token) => (token ? [token.id] : [])))];
}

function createTokenizerConfig({ metadata }: GgufHeader, { tokens, bosToken }: GgufTokenizer): object {
  const readText = (name: 'bos' | 'eos' | 'unknown', fallback: number | null) =>
    readSpecialToken(metadata, tokens, name, fallback)?.text ?? null;
  const template = metadata.get('tokenizer.chat_template');
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    bos_token: readText('bos', null) ?? bosToken?.text ?? null,
    eos_token: readText('eos', null),
    unk_token: readText('unknown', null),
    clean_up_tokenization_spaces: false,
    ...(typeof template === 'string' && { chat_template: addBosToTemplate(template, bosToken) }),
  };
}

/**
 * Adds the BOS token to a chat template that lacks it. llama.cpp adds it at run time; other libraries expect it in the
 * template.
 */
function addBosToTemplate(template: string, bosToken: GgufToken | null): string {
  const isWritten = bosToken === null || template.includes('bos_token') || template.includes(bosToken.text);
  return isWritten ? template : `{{- bos_token -}}${template}`;
}

function createModelConfig({ metadata }: GgufHeader): object {
  const architecture = metadata.get('general.architecture');
  const context = metadata.get(`${architecture}.context_length`);
  return {
    model_type: typeof architecture === 'string' ? architecture : null,
    ...(typeof context === 'number' && { max_position_embeddings: context }),
  };
}
