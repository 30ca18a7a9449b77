/**
 * Prints llama.cpp's results for the tests of `src/convert/decoder`. Usage: node decoder-reference.ts
 * <node_modules with node-llama-cpp> > decoder-reference.json (node-llama-cpp 3.22.1 and @node-llama-cpp/linux-x64,
 * which is llama.cpp v0.5.0)
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { convertibleArchitectures } from '#core/model/convertible-models.ts';
import { buildTinyDecoder } from '#convert/decoder/tiny-decoder.fixture.ts';

/** The used parts of node-llama-cpp. */
interface Llama {
  loadModel(options: object): Promise<{
    readonly tokens: { readonly bos: number; readonly shouldPrependBosToken: boolean };
    tokenize(text: string): number[];
    createContext(options: object): Promise<{ getSequence(): Sequence; dispose(): Promise<void> }>;
    dispose(): Promise<void>;
  }>;
}
interface Sequence {
  controlledEvaluate(
    input: readonly (readonly [token: number, options: object])[],
  ): Promise<{ readonly next: { readonly token: number; readonly logits: ReadonlyMap<number, number> } }[]>;
}
interface Answer {
  readonly tokens: readonly number[];
  readonly logits: readonly Float32Array[];
  readonly continued: readonly number[];
}

const [, , modules = 'node_modules'] = process.argv;
const [data = '', models = ''] = [process.env['ASSAY_TEST_DATA'], process.env['ASSAY_TEST_MODELS']];
const library = pathToFileURL(resolve(modules, 'node-llama-cpp/dist/index.js'));
const { getLlama } = (await import(library.href)) as { getLlama(options: object): Promise<Llama> };
const llama = await getLlama({ gpu: false, build: 'never', maxThreads: 1, logLevel: 'error' });

const story =
  'Once upon a time, there was a little girl named Lily. She loved to play outside in the park. One day, she saw a big';
// Alice's Adventures in Wonderland (1865).
const alice =
  'Alice was beginning to get very tired of sitting by her sister on the bank, and of having nothing to do: once or twice she had peeped into the book her sister was reading, but it had no pictures or conversations in it, "and what is the use of a book," thought Alice "without pictures or conversations?" So she was considering in her own mind (as well as she could, for the hot day made her feel very sleepy and stupid), whether the pleasure of making a daisy-chain would be worth the trouble of getting up and picking the daisies, when suddenly a White Rabbit with pink eyes ran close by her.';

/** Computes the logits after each token, and llama.cpp's continuation. */
async function run(modelPath: string, input: string | readonly number[], count: number): Promise<Answer> {
  const model = await llama.loadModel({ modelPath, gpuLayers: 0 });
  const context = await model.createContext({ contextSize: 512, threads: 1, flashAttention: false });
  const sequence = context.getSequence();
  const next = { token: true, logits: true, options: { temperature: 0 } };
  const first = model.tokens.shouldPrependBosToken ? [model.tokens.bos] : [];
  const tokens = typeof input === 'string' ? [...first, ...model.tokenize(input)] : input;
  const outputs = await sequence.controlledEvaluate(tokens.map((token) => [token, { generateNext: next }]));
  const logits = outputs.map(({ next }) => {
    const values = new Float32Array(next.logits.size);
    for (const [token, value] of next.logits) values[token] = value;
    return values;
  });
  const continued = [outputs.at(-1)!.next.token];
  while (continued.length < count) {
    const [output] = await sequence.controlledEvaluate([[continued.at(-1)!, { generateNext: next }]]);
    continued.push(output!.next.token);
  }
  await context.dispose();
  await model.dispose();
  return { tokens: [...tokens], logits, continued };
}

function computePerplexity({ tokens, logits }: Answer): number {
  let sum = 0;
  for (let index = 0; index + 1 < tokens.length; index++) {
    const row = logits[index]!;
    const max = row.reduce((highest, value) => Math.max(highest, value));
    const total = row.reduce((total, value) => total + Math.exp(value - max), 0);
    sum += max + Math.log(total) - row[tokens[index + 1]!]!;
  }
  return Math.exp(sum / (tokens.length - 1));
}

const folder = mkdtempSync(join(tmpdir(), 'reference-'));
const tiny: Record<string, unknown> = {};
for (const architecture of convertibleArchitectures) {
  const path = join(folder, `${architecture}.gguf`);
  writeFileSync(path, buildTinyDecoder(architecture));
  const tokens = Array.from({ length: 12 }, (_, index) => (index * 29 + 3) % 288);
  const { logits } = await run(path, tokens, 1);
  tiny[architecture] = { tokens, logits: [...logits.at(-1)!].map((value) => Number(value.toFixed(4))) };
}
rmSync(folder, { recursive: true });
const real: Record<string, unknown> = {};
for (const [path, text] of [
  [join(data, 'gguf/stories260K.gguf'), story],
  [join(models, 'SmolLM2-135M-Instruct.Q4_1.gguf'), alice],
  [join(models, 'gemma-3-270m-q4_k_m.gguf'), alice],
] as const) {
  const result = await run(path, text, text === story ? 64 : 8);
  const { tokens, continued } = result;
  real[path.replace(/^.*[/\\]/, '')] = { tokens, continued, perplexity: Number(computePerplexity(result).toFixed(4)) };
}
console.log(JSON.stringify({ tiny, real }));
process.exit(0);
