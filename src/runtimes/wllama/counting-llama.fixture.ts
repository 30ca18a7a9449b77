import type { ModelFiles } from '#core/model.ts';

/*
 * For tests: a real GGUF model whose every word follows by hand. Its layers are all zeros, so the residual stream
 * carries the token's one-hot embedding through, and the output matrix is a table of what comes next:
 * the letters go round (a to z, then a again), the digits count up to 9 and end, and a text begins with " a".
 */
const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const digits = [...'0123456789'];
/** SentencePiece writes a space as U+2581. */
const space = '\u2581';
const tokens = ['<unk>', '<s>', '</s>', space, '"', ...letters, ...digits];
const end = '</s>';

function nextOf(token: string): string {
  if (token === '<s>') return space;
  if (token === space) return 'a';
  if (token === '9') return end;
  const run = letters.includes(token) ? letters : digits;
  return run[(run.indexOf(token) + 1) % run.length] ?? end;
}

/** `width` is that of the embedding: at least the vocabulary, and a multiple of the heads. */
export interface Size {
  readonly width: number;
  readonly hidden: number;
  readonly layers: number;
}

const contextLength = 2048;
/**
 * The norm makes the one-hot embedding √width tall, so the next word's logit is 2 and every other's 0: the likeliest by far,
 * and yet within what a sampler may choose from (llama.cpp drops words below a twentieth of the likeliest; e⁻² is 0.14).
 */
const favour = (width: number) => 2 / Math.sqrt(width);
/** Of GGUF's value types. */
const type = { u32: 4, i32: 5, f32: 6, text: 8, list: 9 };
/** Token types: 1 normal, 2 unknown, 3 control. */
const tokenTypes = tokens.map((token) => (token === '<unk>' ? 2 : /^<\/?s>$/.test(token) ? 3 : 1));

/** Messages after another, without marks of who spoke. */
const chatTemplate = '{% for message in messages %}{{ message.content }}{% endfor %}';

export function countingLlama(): ModelFiles {
  return filesOf('tiny.gguf', llamaBytes({ width: 64, hidden: 32, layers: 1 }));
}

/** What a reader meets when a download stops, or when the file is something else. */
export function corruptModels(): Record<string, ModelFiles> {
  const bytes = llamaBytes({ width: 64, hidden: 32, layers: 1 });
  return {
    'truncated in the header': filesOf('header.gguf', bytes.slice(0, 500)),
    'truncated in the weights': filesOf('weights.gguf', bytes.slice(0, bytes.length - 4096)),
    'not a model': filesOf('page.gguf', new TextEncoder().encode('<!doctype html><title>404</title>')),
    empty: filesOf('empty.gguf', new Uint8Array()),
    'without its file': { id: 'none', entry: 'none.gguf', files: new Map() },
  };
}

function filesOf(name: string, bytes: Uint8Array<ArrayBuffer>): ModelFiles {
  return { id: name, entry: name, files: new Map([[name, bytes]]) };
}

/** The model at any size: what it answers stays the same. */
export function llamaBytes({ width, hidden, layers }: Size): Uint8Array<ArrayBuffer> {
  const embedding = new Float32Array(width * tokens.length);
  const output = new Float32Array(width * tokens.length);
  for (const [index, token] of tokens.entries()) {
    embedding[index * width + index] = 1;
    output[tokens.indexOf(nextOf(token)) * width + index] = favour(width);
  }
  const zeros = (rows: number, columns: number) => ({
    dims: [columns, rows],
    values: new Float32Array(rows * columns),
  });
  const ones = { dims: [width], values: new Float32Array(width).fill(1) };
  // One array for all that is alike: it is written as often as it is named.
  const square = zeros(width, width);
  const layer = {
    'attn_norm.weight': ones,
    'ffn_norm.weight': ones,
    'attn_q.weight': square,
    'attn_k.weight': square,
    'attn_v.weight': square,
    'attn_output.weight': square,
    'ffn_gate.weight': zeros(hidden, width),
    'ffn_up.weight': zeros(hidden, width),
    'ffn_down.weight': zeros(width, hidden),
  };
  const blocks = Array.from({ length: layers }, (_, at) =>
    Object.entries(layer).map(([name, tensor]) => [`blk.${at}.${name}`, tensor] as const),
  );
  const tensors = {
    'token_embd.weight': { dims: [width, tokens.length], values: embedding },
    'output.weight': { dims: [width, tokens.length], values: output },
    'output_norm.weight': ones,
    ...Object.fromEntries(blocks.flat()),
  };
  return write({ width, hidden, layers }, tensors);
}

function write(
  { width, hidden, layers }: Size,
  tensors: Record<string, { dims: number[]; values: Float32Array }>,
): Uint8Array<ArrayBuffer> {
  const header: number[] = [...new TextEncoder().encode('GGUF')];
  const number = (value: number, bytes: number) => {
    for (let byte = 0, rest = BigInt(value); byte < bytes; byte++, rest >>= 8n) header.push(Number(rest & 255n));
  };
  const float = (value: number) => header.push(...new Uint8Array(Float32Array.of(value).buffer));
  const text = (value: string) => {
    const encoded = new TextEncoder().encode(value);
    number(encoded.length, 8);
    header.push(...encoded);
  };
  const entries: (() => void)[] = [];
  const entry = (key: string, of: number, value: () => void) =>
    entries.push(() => {
      text(key);
      number(of, 4);
      value();
    });
  const list = <T>(key: string, of: number, values: readonly T[], value: (item: T) => void) =>
    entry(key, type.list, () => {
      number(of, 4);
      number(values.length, 8);
      values.forEach(value);
    });
  const count = (key: string, value: number) => entry(key, type.u32, () => number(value, 4));
  const word = (key: string, value: string) => entry(key, type.text, () => text(value));

  word('general.architecture', 'llama');
  count('llama.context_length', contextLength);
  count('llama.embedding_length', width);
  count('llama.feed_forward_length', hidden);
  count('llama.block_count', layers);
  count('llama.attention.head_count', 4);
  entry('llama.attention.layer_norm_rms_epsilon', type.f32, () => float(1e-5));
  word('tokenizer.ggml.model', 'llama');
  word('tokenizer.chat_template', chatTemplate);
  list('tokenizer.ggml.tokens', type.text, tokens, text);
  list('tokenizer.ggml.scores', type.f32, tokens, () => float(0));
  list('tokenizer.ggml.token_type', type.i32, tokenTypes, (value) => number(value, 4));
  count('tokenizer.ggml.unknown_token_id', tokens.indexOf('<unk>'));
  count('tokenizer.ggml.bos_token_id', tokens.indexOf('<s>'));
  count('tokenizer.ggml.eos_token_id', tokens.indexOf(end));

  number(3, 4); // version
  number(Object.keys(tensors).length, 8);
  number(entries.length, 8);
  for (const put of entries) put();
  let offset = 0; // every tensor is a multiple of 32 bytes, the format's alignment
  for (const [name, { dims, values }] of Object.entries(tensors)) {
    text(name);
    number(dims.length, 4);
    for (const size of dims) number(size, 8);
    number(0, 4); // float32
    number(offset, 8);
    offset += values.byteLength;
  }
  while (header.length % 32) header.push(0);
  const file = new Uint8Array(header.length + offset);
  file.set(header);
  let at = header.length;
  for (const { values } of Object.values(tensors)) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return file;
}
