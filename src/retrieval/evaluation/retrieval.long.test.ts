import { globSync, openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { describe, expect, test } from 'vitest';
import type { Graph } from '#core/task/task.ts';
import { retrievalMetrics, type RetrievalOutcome } from '#metrics/retrieval.ts';
import { scoreDataset } from '#metrics/score-dataset.ts';
import { definition } from '#tasks/sentence-embedding/pipeline.ts';
import { chunkSections, formatEmbeddedText } from '../chunks.ts';
import controlQuestions from '../control-questions.json' with { type: 'json' };
import { readDocument } from '../documents/read-document.ts';
import { PassageIndex, type SearchMethod } from '../index/passage-index.ts';
import { hasRelevant, estimateMinRelevantSimilarity } from '../relevance.ts';
import { markRelevant, parseQuestions } from './questions.ts';

const labelled = join(import.meta.dirname, 'labelled');
const folder = join(process.env['ASSAY_TEST_DATA'] ?? '', 'real', 'all-MiniLM-L6-v2');

/** Opens all-MiniLM-L6-v2 in int8, to embed texts. */
async function openMiniLm() {
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(readFileSync(join(folder, 'onnx', 'model_quantized.onnx')));
  const graph: Graph = {
    facts: {
      inputs: session.inputNames.map((name) => ({ name, dtype: 'int64', shape: [null, null] })),
      outputs: [{ name: 'last_hidden_state', dtype: 'float32', shape: [null, null, 384] }],
    },
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([name, { data, shape }]) => [
        name,
        new Tensor('int64', data as BigInt64Array, shape),
      ]);
      const { last_hidden_state: hidden } = await session.run(Object.fromEntries(feeds));
      return { last_hidden_state: { dtype: 'float32', shape: hidden!.dims, data: hidden!.data as Float32Array } };
    },
    readHeader: () => Promise.reject(new Error('not called')),
  };
  const openBlob = (...path: string[]) => openAsBlob(join(folder, ...path));
  const files = {
    tokenizer: await openBlob('tokenizer.json'),
    sentences: await openBlob('sentence_bert_config.json'),
    modules: await openBlob('modules.json'),
  };
  const pipeline = await definition.bind({ graphs: { model: graph }, files });
  return async (texts: readonly string[]) => (await pipeline.run(texts, {})).vectors;
}

describe.skipIf(!process.env['ASSAY_TEST_DATA'])(
  'search of labelled/ with all-MiniLM-L6-v2 (needs ASSAY_TEST_DATA)',
  () => {
    test('hybrid search finds the passages, and questions without an answer are recognised', async () => {
      const embed = await openMiniLm();
      const index = new PassageIndex(384);
      for (const name of globSync('*.md', { cwd: labelled })) {
        const { sections } = await readDocument(await openAsBlob(join(labelled, name)), name);
        const chunks = chunkSections(sections);
        const vectors = await embed(chunks.map(formatEmbeddedText));
        index.add(name, chunks, Float32Array.from(vectors.flatMap((vector) => Array.from(vector))));
      }
      const minSimilarity = estimateMinRelevantSimilarity(
        (await embed(controlQuestions)).map((vector) => index.findBestSimilarity(vector)),
      );
      const questions = parseQuestions(readFileSync(join(labelled, 'questions.json'), 'utf8'), 'questions.json');
      const outcomes: Record<SearchMethod, RetrievalOutcome[]> = { hybrid: [], vectors: [], keywords: [] };
      let [answered, rejected] = [0, 0];
      for (const label of questions) {
        const [vector] = await embed([label.question]);
        const passages = index.search(label.question, vector!, 10);
        const isAnswered = hasRelevant(label.question, passages, minSimilarity);
        if (label.file === null) rejected += Number(!isAnswered);
        else answered += Number(isAnswered);
        if (label.file === null) continue;
        for (const method of Object.keys(outcomes) as SearchMethod[]) {
          const results = index.search(label.question, vector!, 10, method);
          const texts = results.map(({ document, text }) => ({ file: document, text }));
          outcomes[method].push({ isRelevant: markRelevant(label, texts), relevant: 1 });
        }
      }
      const getScore = (method: SearchMethod, id: string) =>
        scoreDataset(outcomes[method], retrievalMetrics).find(({ metric }) => metric === id)!.value;
      // Both searches together find more than each alone, which justifies this design.
      for (const method of ['vectors', 'keywords'] as const)
        for (const id of ['recall-at-1', 'recall-at-5', 'mrr-at-10'])
          expect(getScore('hybrid', id)).toBeGreaterThanOrEqual(getScore(method, id));
      expect(getScore('hybrid', 'recall-at-5')).toBe(1);
      // Labelled by hand: 32 questions with an answer, 12 without.
      expect(answered).toBeGreaterThanOrEqual(30);
      expect(rejected).toBeGreaterThanOrEqual(11);
    }, 120_000);
  },
);
