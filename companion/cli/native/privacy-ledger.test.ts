import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPrivacyLedger } from './privacy-ledger.ts';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'assay-ledger-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a ledger begins at no steps, and remembers those stored', async () => {
  const ledger = createPrivacyLedger(join(folder, 'new'));
  expect(await ledger.load()).toBe(0);
  await ledger.store(12);
  expect(await createPrivacyLedger(join(folder, 'new')).load()).toBe(12);
});

test.each(['-1000', '', '1.5', '[1', 'null'])(
  'a ledger with the contents "%s" is rejected as damaged',
  async (text) => {
    await writeFile(join(folder, 'steps.json'), text);
    await expect(createPrivacyLedger(folder).load()).rejects.toThrow(/steps\.json is damaged.*Restore/s);
  },
);
