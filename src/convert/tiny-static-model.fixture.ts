import { readParts } from '#formats/file-parts.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { convertModel2Vec } from './model2vec.ts';

/** Words by topic. Texts with words of the same topics have similar embeddings. */
const topics = [
  ['cat', 'dog', 'pet', 'animal', 'purrs', 'barks'],
  ['car', 'bus', 'train', 'vehicle', 'drives', 'road'],
  ['rent', 'flat', 'landlord', 'deposit', 'tenant', 'lease'],
  ['bread', 'oven', 'flour', 'bake', 'dough', 'yeast'],
];
const otherTopicValue = 0.05;

/** Builds a static embedding model of a few words with one dimension per topic, and its `tokenizer.json`. */
export async function buildTinyStaticModel(): Promise<
  Readonly<Record<'model.onnx' | 'tokenizer.json', Uint8Array<ArrayBuffer>>>
> {
  const words = topics.flat();
  const vocabulary = ['[PAD]', '[UNK]', ...words];
  const rows = vocabulary.map((word) => topics.map((topic) => (topic.includes(word) ? 1 : otherTopicValue)));
  const graph = await convertModel2Vec(toByteSource(encodeSafetensors(rows)), {
    model_type: 'model2vec',
    normalize: true,
  });
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: null,
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
    },
  };
  return {
    'model.onnx': await readParts(encodeOnnx(graph)),
    'tokenizer.json': new TextEncoder().encode(JSON.stringify(tokenizer)),
  };
}

function encodeSafetensors(rows: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const data = Float32Array.from(rows.flat());
  const shape = [rows.length, rows[0]!.length];
  const json = JSON.stringify({ embeddings: { dtype: 'F32', shape, data_offsets: [0, data.byteLength] } });
  const header = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
  const bytes = new Uint8Array(8 + header.length + data.byteLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  bytes.set(new Uint8Array(data.buffer), 8 + header.length);
  return bytes;
}
