import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSkipReason } from '../engines/engine-under-test.fixture.ts';
import type { OptimisedTimes } from './native/time-optimised.ts';
import { runCommand } from './run-command.fixture.ts';

const model = 'models/cifar10/model.onnx';
let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'assay-optimise-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const skipReason = await findSkipReason('ort');
test.skipIf(skipReason !== '')(`--target times the original and the optimised model on it ${skipReason}`, async () => {
  const args = ['--scheme', 'float16', '--out', join(folder, 'timed.onnx'), '--json'];
  const written = await runCommand(['optimise', model, ...args, '--target', 'companion:ort:cpu', '--threads', '1']);
  expect(written.code, written.logged).toBe(0);
  const { times } = JSON.parse(written.printed) as { readonly times: OptimisedTimes };
  expect(times.original.medianMs).toBeGreaterThan(0);
  expect(times.original.speedUp).toBeNull();
  const [low, high] = times.result.speedUp!.interval;
  expect(times.original.medianMs / times.result.medianMs).toBeGreaterThan(low / 2);
  expect(high).toBeGreaterThan(low);
  const rejected = await runCommand([
    'optimise',
    model,
    '--out',
    join(folder, 'x.onnx'),
    '--target',
    'companion:litert:cpu',
  ]);
  expect([rejected.code, rejected.logged]).toEqual([2, expect.stringContaining('onnx') as string]);
});
