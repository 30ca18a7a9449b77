import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JudgedAutoTrial } from '#optimise/auto-recipe.ts';
import type { SchemeApplication } from '#optimise/recipe.ts';
import { AutoHistory } from './auto-history.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-history-'));
});
afterAll(() => rm(folder, { recursive: true }));

const subject = { parent: 'ab'.repeat(32), judgedBy: '{"minSqnrDb":40}' };
const candidates: readonly SchemeApplication[] = [8, 4].map((bits) => ({ scheme: 'weight-only', options: { bits } }));
const createTrial = (sizeBytes: number) =>
  ({ scheme: 'weight-only', sizeBytes, sqnrDb: 41, outcome: 'passed', excluded: [] }) as unknown as JudgedAutoTrial;

/** Writes the two trials, and reads the file as text. */
async function record(name: string) {
  const path = join(folder, name);
  const history = new AutoHistory(path, subject);
  for (const [index, candidate] of candidates.entries()) await history.add(createTrial(index + 1), candidate);
  return { path, text: await readFile(path, 'utf8') };
}

test('a history whose last line was cut at any byte is continued after the complete ones', async () => {
  const { path, text } = await record('cut.jsonl');
  const second = text.indexOf('\n') + 1;
  for (const length of [1, 8, second - 2, second - 1, second + 1, second + 20, text.length - 2, text.length - 1]) {
    await writeFile(path, text.slice(0, length));
    const history = new AutoHistory(path, subject);
    const found = candidates.filter((candidate) => history.find(candidate));
    const missing = candidates.filter((candidate) => !found.includes(candidate));
    expect(found).toHaveLength(length < second - 1 ? 0 : length < text.length - 1 ? 1 : 2);
    for (const candidate of missing) await history.add(createTrial(candidates.indexOf(candidate) + 1), candidate);
    if (missing.length > 0) expect(await readFile(path, 'utf8')).toBe(text);
  }
});

test.each([
  ['a line in the middle is cut off', (text: string) => text.replace('"}}\n', '\n').replace(/\}\n\{/, '\n{'), 1],
  ['it is another file', () => 'notes', 1],
  ['its last line is not a trial', (text: string) => `${text}notes`, 3],
])('a history is rejected and not changed if %s', async (_, change, line) => {
  const { path, text } = await record('other.jsonl');
  await writeFile(path, change(text));
  expect(() => new AutoHistory(path, subject)).toThrow(`line ${line} is not a trial`);
  expect(await readFile(path, 'utf8')).toBe(change(text));
  await rm(path);
});
