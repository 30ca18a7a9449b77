import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';

// A model with the graphs and tokens of Whisper and a language of two words: `low` and `high` are spoken as tones below
// and above about 1.5 kHz. It repeats the word until its key-value cache has seven tokens, then ends the segment at 1
// second, so that its text depends on the length of the cache.

type Bytes = Uint8Array<ArrayBuffer>;

const timestampCount = 51; // 0 to 1 s
const names = [
  'Ġlow',
  'Ġhigh',
  '<|endoftext|>',
  '<|startoftranscript|>',
  '<|en|>',
  '<|de|>',
  '<|translate|>',
  '<|transcribe|>',
  '<|startofprev|>',
  '<|nospeech|>',
  '<|notimestamps|>',
  ...Array.from({ length: timestampCount }, (_, index) => `<|${(index * 0.02).toFixed(2)}|>`),
];
const tokenCount = names.length;
const findId = (name: string) => names.indexOf(name);
const words = [findId('Ġlow'), findId('Ġhigh')];
const [firstTimestamp, lastTimestamp] = [findId('<|0.00|>'), tokenCount - 1];

/** Builds an encoder that outputs the means of the lower and upper half of the mel bands. */
function buildEncoder(): Bytes {
  const graph = createGraphBuilder('encoder');
  const mels = graph.input('input_features', 'float32', ['batch', 80, 3000]);
  const means = graph.node('ReduceMean', [mels], { axes: [2], keepdims: 0 });
  const halves = Float32Array.from({ length: 160 }, (_, index) => (index % 2 === (index < 80 ? 0 : 1) ? 1 / 40 : 0));
  const both = graph.node('MatMul', [means, graph.weights('halves', [80, 2], halves)]);
  const hidden = graph.node('Unsqueeze', [both, graph.integers('axis', [1])], {}, 'last_hidden_state');
  graph.output(hidden, 'float32', ['batch', 1, 2]);
  return writeOnnx(graph.model(17));
}

function buildDecoder(): Bytes {
  const graph = createGraphBuilder('decoder');
  const ids = graph.input('input_ids', 'int64', [1, 'tokens']);
  const hidden = graph.input('encoder_hidden_states', 'float32', [1, 'encoded', 2]);
  graph.input('use_cache_branch', 'bool', [1]);
  const pastKey = graph.input('past_key_values.0.decoder.key', 'float32', [1, 1, 'past', 1]);
  const pastEncoder = graph.input('past_key_values.0.encoder.key', 'float32', [1, 1, 'encoded past', 2]);
  const heads = graph.integers('heads', [1]);
  const encoded = graph.node(
    'Concat',
    [pastEncoder, graph.node('Unsqueeze', [hidden, heads])],
    { axis: 2 },
    'present.0.encoder.key',
  );
  const idsAsKeys = graph.node('Unsqueeze', [graph.node('Cast', [ids], { to: 1 }), graph.integers('axes', [1, 3])]);
  const key = graph.node('Concat', [pastKey, idsAsKeys], { axis: 2 }, 'present.0.decoder.key');
  // The logits are the sum of the next token, the word in the audio, and the end of the segment by the cache's length.
  const next = graph.node('Gather', [graph.weights('next', [tokenCount, tokenCount], createTransitionTable()), ids]);
  const halves = graph.node('ReduceMean', [encoded], { axes: [1, 2], keepdims: 0 });
  const word = graph.node('MatMul', [halves, graph.weights('word', [2, tokenCount], fillColumns(words, [1, 0, 0, 1]))]);
  const length = graph.node('Cast', [graph.node('Gather', [graph.node('Shape', [key]), graph.integers('two', [2])])], {
    to: 1,
  });
  const scaled = graph.node('Mul', [length, graph.weights('hundred', [1], new Float32Array([100]))]);
  const beyond = graph.node('Sub', [scaled, graph.weights('six hundred', [1], new Float32Array([600]))]);
  const ends = graph.node('Mul', [beyond, graph.weights('ends', [tokenCount], fillColumns([lastTimestamp], [1]))]);
  const logits = graph.node('Add', [graph.node('Add', [next, word]), ends], {}, 'logits');
  graph.output(logits, 'float32', [1, 'tokens', tokenCount]);
  graph.output(key, 'float32', [1, 1, 'total', 1]);
  graph.output(encoded, 'float32', [1, 1, 'encoded total', 2]);
  return writeOnnx(graph.model(17));
}

/** Creates rows with one column for each token, which are 0 except for `values` in the given columns. */
function fillColumns(columnIndices: readonly number[], values: readonly number[]): Float32Array {
  const rows = values.length / columnIndices.length;
  const table = new Float32Array(rows * tokenCount);
  for (const [index, value] of values.entries())
    table[Math.floor(index / columnIndices.length) * tokenCount + columnIndices[index % columnIndices.length]!] = value;
  return table;
}

function createTransitionTable(): Float32Array {
  const table = new Float32Array(tokenCount * tokenCount).fill(-10_000);
  const setLogits = (from: string | number, to: readonly number[], value: number) => {
    for (const token of to) table[(typeof from === 'string' ? findId(from) : from) * tokenCount + token] = value;
  };
  setLogits('<|startoftranscript|>', [findId('<|en|>')], 1000);
  setLogits('<|en|>', [findId('<|transcribe|>')], 1000);
  setLogits('<|de|>', [findId('<|transcribe|>')], 1000);
  setLogits('<|transcribe|>', [firstTimestamp], 1000);
  setLogits(firstTimestamp, words, 50);
  for (const word of words) {
    setLogits(word, [word], 50);
    setLogits(word, [lastTimestamp], 0);
  }
  setLogits(lastTimestamp, [findId('<|endoftext|>')], 1000);
  return table;
}

function createTokenizerFile(): object {
  const addedTokens = names.slice(2).map((content, index) => ({
    id: index + 2,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: index + 2 < firstTimestamp,
  }));
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens,
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: 'BPE', vocab: Object.fromEntries(words.map((id) => [names[id], id])), merges: [] },
  };
}

/** Creates the files of the model, as a user opens them together. */
export function createTinySpeechFiles(): Record<string, Bytes> {
  const encodeJson = (value: object) => new TextEncoder().encode(JSON.stringify(value));
  return {
    'encoder_model.onnx': buildEncoder(),
    'decoder_model_merged.onnx': buildDecoder(),
    'tokenizer.json': encodeJson(createTokenizerFile()),
    'generation_config.json': encodeJson({ is_multilingual: true, suppress_tokens: [], begin_suppress_tokens: [] }),
  };
}

/**
 * Creates the samples of a word.
 * @param hertz frequency of the tone, below 1500 for `low`
 */
export function createTone(hertz: number, seconds: number): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * 16_000) },
    (_, index) => 0.5 * Math.sin((2 * Math.PI * hertz * index) / 16_000),
  );
}
