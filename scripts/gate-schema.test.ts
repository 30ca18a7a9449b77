import { join } from 'node:path';
import { format } from 'oxfmt';
import { expect, test } from 'vitest';
import { gateFileSchema } from './gate-schema.ts';
import { root } from './project-root.ts';

// Python's jsonschema checks that the presets satisfy it: `scripts/check-gate-exports.py`.
test('the published JSON Schema of gate files is up to date; `vitest -u` writes it', async () => {
  const path = join(root, 'public/assay.gates.schema.json');
  const { code } = await format(path, JSON.stringify(gateFileSchema()), { printWidth: 120 });
  await expect(code).toMatchFileSnapshot(path);
});
