import type { ModelFiles } from '#core/model/model.ts';
import { writeGguf, type GgufEntry, type GgufTensor } from './write-gguf.ts';

/*
 * A valid GGUF model with predictable output, to check engines when they are added, and for tests. Its layers are zero, so
 * the residual stream preserves the token's one-hot embedding, and the output matrix is a table of the next token: the
 * letters repeat from a to z, the digits count up to 9 and end, and a text begins with " a".
 */
const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const digits = [...'0123456789'];
/** SentencePiece writes a space as U+2581. */
const space = '\u2581';
// The line break is required: llama.cpp 0.4 crashes on a SentencePiece vocabulary without it (std::out_of_range).
const tokens = ['<unk>', '<s>', '</s>', space, '"', ...letters, ...digits, '\n'];
const end = '</s>';

function getNextToken(token: string): string {
  if (token === '<s>') return space;
  if (token === space) return 'a';
  if (token === '9') return end;
  const sequence = letters.includes(token) ? letters : digits;
  return sequence[(sequence.indexOf(token) + 1) % sequence.length] ?? end;
}

/** `width` is the embedding width: at least the vocabulary size, and a multiple of the number of heads. */
export interface Size {
  readonly width: number;
  readonly hidden: number;
  readonly layers: number;
  /** The trained context length in its metadata, in tokens. */
  readonly contextLength?: number;
}

/**
 * The norm scales the one-hot embedding to √width, so the logit of the next token is 2 and the others are 0. The next
 * token is the most probable, but others can be sampled (llama.cpp excludes tokens with less than a twentieth of the
 * highest probability; e⁻² is 0.14).
 */
const computeOutputWeight = (width: number) => 2 / Math.sqrt(width);
/** Token types: 1 normal, 2 unknown, 3 control. */
const tokenTypes = tokens.map((token) => (token === '<unk>' ? 2 : /^<\/?s>$/.test(token) ? 3 : 1));

/** Concatenates the messages, without their roles. */
const chatTemplate = '{% for message in messages %}{{ message.content }}{% endfor %}';

/** Creates the model with one layer of width 64. */
export function createCountingLlama(): ModelFiles {
  return toModelFiles('tiny.gguf', encodeLlama({ width: 64, hidden: 32, layers: 1 }));
}

function toModelFiles(name: string, bytes: Uint8Array<ArrayBuffer>): ModelFiles {
  return { id: name, entry: name, files: new Map([[name, bytes]]) };
}

/** Encodes the model at any size; the size does not affect its output. */
export function encodeLlama({ width, hidden, layers, contextLength = 2048 }: Size): Uint8Array<ArrayBuffer> {
  const embedding = new Float32Array(width * tokens.length);
  const output = new Float32Array(width * tokens.length);
  for (const [index, token] of tokens.entries()) {
    embedding[index * width + index] = 1;
    output[tokens.indexOf(getNextToken(token)) * width + index] = computeOutputWeight(width);
  }
  const createZeros = (rows: number, columns: number) =>
    toFloat32Tensor([columns, rows], new Float32Array(rows * columns));
  const ones = toFloat32Tensor([width], new Float32Array(width).fill(1));
  // One array is shared by all equal tensors.
  const square = createZeros(width, width);
  const layer = {
    'attn_norm.weight': ones,
    'ffn_norm.weight': ones,
    'attn_q.weight': square,
    'attn_k.weight': square,
    'attn_v.weight': square,
    'attn_output.weight': square,
    'ffn_gate.weight': createZeros(hidden, width),
    'ffn_up.weight': createZeros(hidden, width),
    'ffn_down.weight': createZeros(width, hidden),
  };
  const blocks = Array.from({ length: layers }, (_, i) =>
    Object.entries(layer).map(([name, { dims, type, bytes }]) => ({ name: `blk.${i}.${name}`, dims, type, bytes })),
  );
  return writeGguf(createMetadata({ width, hidden, layers, contextLength }), [
    { name: 'token_embd.weight', ...toFloat32Tensor([width, tokens.length], embedding) },
    { name: 'output.weight', ...toFloat32Tensor([width, tokens.length], output) },
    { name: 'output_norm.weight', ...ones },
    ...blocks.flat(),
  ]);
}

/** Shares the buffer of `values`. */
const toFloat32Tensor = (dims: readonly number[], { buffer }: Float32Array<ArrayBuffer>): Omit<GgufTensor, 'name'> => ({
  dims,
  type: 0,
  bytes: new Uint8Array(buffer),
});

const createMetadata = ({ width, hidden, layers, contextLength }: Required<Size>): readonly GgufEntry[] => [
  ['general.architecture', 'text', 'llama'],
  ['llama.context_length', 'u32', contextLength],
  ['llama.embedding_length', 'u32', width],
  ['llama.feed_forward_length', 'u32', hidden],
  ['llama.block_count', 'u32', layers],
  ['llama.attention.head_count', 'u32', 4],
  ['llama.attention.layer_norm_rms_epsilon', 'f32', 1e-5],
  ['tokenizer.ggml.model', 'text', 'llama'],
  ['tokenizer.chat_template', 'text', chatTemplate],
  ['tokenizer.ggml.tokens', 'texts', tokens],
  ['tokenizer.ggml.scores', 'f32s', tokens.map(() => 0)],
  ['tokenizer.ggml.token_type', 'i32s', tokenTypes],
  ['tokenizer.ggml.unknown_token_id', 'u32', tokens.indexOf('<unk>')],
  ['tokenizer.ggml.bos_token_id', 'u32', tokens.indexOf('<s>')],
  ['tokenizer.ggml.eos_token_id', 'u32', tokens.indexOf(end)],
];
