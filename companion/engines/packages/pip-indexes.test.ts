import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readPipIndexes } from './pip-indexes.ts';

test('uses the public index by default', () => {
  expect(readPipIndexes({}, [])).toEqual([{ url: 'https://pypi.org/simple/' }]);
});

test('prefers environment variables to the configuration, and turns credentials into a header', () => {
  const env = { PIP_INDEX_URL: 'https://ada:s%40fe@index.example/simple', PIP_EXTRA_INDEX_URL: 'http://b.example/x/' };
  expect(readPipIndexes(env, ['/no/such/file'])).toEqual([
    { url: 'https://index.example/simple/', authorization: `Basic ${Buffer.from('ada:s@fe').toString('base64')}` },
    { url: 'http://b.example/x/' },
  ]);
});

// The expected values are those of `pip config list` (pip 25).
test('uses the global section of the most specific configuration file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-pip-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [firstFile, lastFile] = [join(folder, 'first'), join(folder, 'last')];
  await writeFile(firstFile, '[global]\nindex-url = https://first.example/\nextra-index-url = https://x.example/\n');
  await writeFile(
    lastFile,
    '[install]\nindex-url = https://wrong.example/\n[global]\n# index-url = https://no.example/\nindex-url: https://last.example/\nextra-index-url =\n  https://b.example/\n  https://c.example/\n',
  );
  expect(readPipIndexes({}, [firstFile, lastFile]).map(({ url }) => url)).toEqual([
    'https://last.example/',
    'https://b.example/',
    'https://c.example/',
  ]);
});
