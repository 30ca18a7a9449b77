import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EvaluationSummary } from '#share/report-link/evaluation-summary.ts';
import { findSkipReason } from '../../engines/engine-under-test.fixture.ts';
import { runCommand } from '../run-command.fixture.ts';

const testData = process.env['ASSAY_TEST_DATA'];
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'assay-perplexity-'))));
afterAll(() => rm(folder, { recursive: true }));

interface References {
  readonly models: Readonly<Record<string, { readonly perplexity: number; readonly windows: number }>>;
}

const skipReason = testData === undefined ? 'needs ASSAY_TEST_DATA' : await findSkipReason('llama');
test.skipIf(skipReason)(`eval has the same perplexity as llama.cpp's own tool ${skipReason}`, async () => {
  const references = join(import.meta.dirname, '../../../scripts/reference-values/perplexity.json');
  const { models } = JSON.parse(await readFile(references, 'utf8')) as References;
  const { perplexity, windows } = models['stories260K.gguf']!;
  const text = await readFile(join(testData!, 'data-text/wikitext-2-raw-test.txt'), 'utf8');
  await writeFile(join(folder, 'text.txt'), text.slice(0, 6000)); // the part of the text that the reference perplexity was computed on
  const model = join(testData!, 'gguf/stories260K.gguf');
  const args = ['eval', '--task', 'text-generation', '--model', model, '--data', folder];
  const { printed } = await runCommand([...args, '--target', 'companion:llama:cpu', '--threads', '1', '--json']);
  const { report } = JSON.parse(printed) as EvaluationSummary;
  const score = report.scores.find(({ metric }) => metric === 'perplexity')!;
  expect(score.n).toBe(windows);
  expect(Math.abs(score.value / perplexity - 1)).toBeLessThan(0.002);
});
