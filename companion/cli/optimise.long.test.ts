import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { whySkipped } from '../engines/engine-under-test.fixture.ts';
import { png } from './files/png.ts';
import { runCommand } from './run-command.fixture.ts';

const why = await whySkipped('ort');
test.skipIf(why !== '')(`of all schemes, the smallest is chosen that passes the gates ${why}`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-optimise-long-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'bars/1'), { recursive: true });
  const bar = png(56, 56, (x, y) => (x > 24 && x < 31 && y > 7 && y < 48 ? 255 : 0));
  await writeFile(join(folder, 'bars/1/a.png'), bar);
  const { size } = await stat('models/digits/model.onnx');
  const gates = { 'model-size': { limit: 0.75 * size, unit: 'bytes', severity: 'error' } };
  await writeFile(join(folder, 'gates.json'), JSON.stringify({ version: 1, gates }));
  const out = join(folder, 'auto.onnx');
  const judged = ['--task', 'digits', '--data', join(folder, 'bars'), '--target', 'companion:ort:cpu'];
  const options = [...judged, '--gates', join(folder, 'gates.json'), '--out', out];
  const { code, printed } = await runCommand(['optimise', 'models/digits/model.onnx', '--auto', ...options]);
  expect([code, printed]).toEqual([0, expect.stringMatching(/: passes; .*\n[^]*: not tried: it would not be smaller/)]);
  expect((await stat(out)).size).toBeLessThan(0.75 * size);
});
