// Computes perplexity and next-token agreement of language models by llama.cpp, through node-llama-cpp, with the windows
// of llama.cpp's perplexity tool as in perplexity.py, without any code of Assay. The agreement compares each model with
// a copy whose last 4,096 bytes are zero: it is the fraction of tokens at which both have the same most likely token.
//
// In an empty folder: npm install node-llama-cpp@3.22.1, then
// node perplexity-llama-cpp.mjs TEXT MODEL.gguf... > perplexity-llama-cpp.json
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const required = createRequire(join(process.cwd(), 'index.js'));
const { getLlama } = await import(pathToFileURL(required.resolve('node-llama-cpp')).href);

const window = 512;
const zeroedBytes = 4096;

const [text = '', ...paths] = process.argv.slice(2);
const words = readFileSync(text, 'utf8').slice(0, 6000);
const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error' });

/** @param {string} modelPath */
async function computeScores(modelPath) {
  const model = await llama.loadModel({ modelPath });
  const start = model.tokens.shouldPrependBosToken ? model.tokens.bos : null;
  const tokens = [...(start === null ? [] : [start]), ...model.tokenize(words, false)];
  const context = await model.createContext({ contextSize: window, flashAttention: false });
  const sequence = context.getSequence();
  let negativeLogLikelihood = 0;
  const topTokens = [];
  for (let at = 0; at + window <= tokens.length; at += window) {
    await sequence.clearHistory();
    const windowTokens = tokens.slice(at, at + window);
    if (start !== null) windowTokens[0] = start;
    const predict = { generateNext: { probabilities: true } };
    const input = windowTokens.slice(0, -1).map((token, index) => (index < window / 2 ? token : [token, predict]));
    for (const [index, result] of (await sequence.controlledEvaluate(input)).entries()) {
      if (!result) continue;
      const { probabilities } = result.next; // the most likely token first
      negativeLogLikelihood -= Math.log(probabilities.get(windowTokens[index + 1]));
      topTokens.push(probabilities.keys().next().value);
    }
  }
  await model.dispose();
  return { perplexity: Math.exp(negativeLogLikelihood / topTokens.length), topTokens };
}

const folder = mkdtempSync(join(tmpdir(), 'perplexity-'));
/** @type {Record<string, unknown>} */
const models = {};
for (const path of paths) {
  const bytes = readFileSync(path);
  const { perplexity, topTokens } = await computeScores(path);
  const zeroed = join(folder, basename(path));
  writeFileSync(zeroed, Buffer.from(bytes).fill(0, bytes.length - zeroedBytes));
  const other = await computeScores(zeroed);
  const same = other.topTokens.filter((token, index) => token === topTokens[index]).length;
  models[basename(path)] = {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    scored: topTokens.length,
    perplexity,
    zeroed: { perplexity: other.perplexity, nextTokenAgreement: same / topTokens.length },
  };
}
rmSync(folder, { recursive: true });
process.stdout.write(`${JSON.stringify({ source: 'node-llama-cpp 3.22.1', models }, null, 2)}\n`, () =>
  process.exit(0),
);
