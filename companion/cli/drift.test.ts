import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DriftReport } from '#drift/drift-report.ts';
import { findSkipReason } from '../engines/engine-under-test.fixture.ts';
import type { NativeEstimate } from './native/estimate-accuracy.ts';
import { encodePng } from './files/png.ts';
import { runCommand } from './run-command.fixture.ts';

let folder = '';
const toPath = (name: string) => join(folder, name);

/** Writes images of a vertical bar, which looks like a one, at varying positions. */
async function writeBars(name: string, count: number, { light = 255, offset = 0 } = {}): Promise<void> {
  await mkdir(toPath(name));
  for (let index = 0; index < count; index++) {
    const position = index + offset;
    const left = 14 + ((position * 7) % 24);
    const top = 6 + (position % 5);
    const bottom = 46 + ((position * 3) % 5);
    const bar = encodePng(56, 56, (x, y) => (x >= left && x < left + 6 && y > top && y < bottom ? light : 0));
    await writeFile(join(toPath(name), `${index}.png`), bar);
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-drift-'));
  await writeBars('before', 20);
  await writeBars('after', 20, { offset: 3 });
  await writeBars('dark', 20, { light: 120 });
  await writeBars('few', 5);
  await writeFile(join(toPath('dark'), 'notes.txt'), 'no image');
  await mkdir(toPath('labelled'));
  await writeBars('labelled/1', 30);
  await writeBars('labelled/7', 10, { offset: 30 }); // wrong labels: the model is right on three quarters
});
afterAll(() => rm(folder, { recursive: true }));

const skipReason = await findSkipReason('ort');
const runDrift = (current: string, ...extraArgs: string[]) =>
  runCommand([
    'drift',
    '--task',
    'digits',
    '--reference',
    toPath('before'),
    '--current',
    toPath(current),
    ...extraArgs,
  ]);

describe.skipIf(skipReason !== '')(`with native onnxruntime ${skipReason}`, () => {
  test('exits with 0 for similar images, and with 1 for darker ones', async () => {
    expect(await runDrift('after')).toMatchObject({ code: 0 });
    const { code, printed, logged } = await runDrift('dark', '--json');
    const { verdict, parts, unreadable } = JSON.parse(printed) as DriftReport & { readonly unreadable: string[] };
    expect([code, verdict]).toEqual([1, 'drift']);
    expect(parts.find(({ feature }) => feature === 'brightness')!.adjustedP).toBeLessThan(0.05);
    expect(parts.map(({ feature }) => feature)).toContain('confidence');
    expect(unreadable).toEqual(['notes.txt']);
    expect(logged).toContain('could not be read: notes.txt');
    expect((await runDrift('dark')).printed).toMatch(/^The current data differs[^]*\nBrightness +0\.\d+ +0\.\d+ /);
  });

  test('estimates the accuracy on the current images, with its error on labelled ones', async () => {
    const { printed } = await runDrift('after', '--labelled', toPath('labelled'), '--json');
    const { accuracy } = JSON.parse(printed) as { readonly accuracy: NativeEstimate };
    expect(accuracy.estimator).toMatchObject({ items: 40, accuracy: 0.75, heldOutItems: 20 });
    expect(accuracy.estimates['average-confidence']).toBeCloseTo(0.75, 1);
    expect((await runDrift('after', '--labelled', toPath('labelled'))).printed).toMatch(
      /Estimated accuracy of the latest inputs\n[^]*ATC[^]*points[^]*on 20 items each/,
    );
  });

  test('rejects labelled images of which there are too few', async () => {
    const { code, logged } = await runDrift('after', '--labelled', toPath('before'));
    expect([code, logged]).toEqual([2, expect.stringContaining('expected') as string]);
  });

  test('exits with 3 if there are too few images', async () => {
    expect(await runDrift('few')).toMatchObject({ code: 3, printed: expect.stringContaining('at least 20') as string });
  });
});

test.each([
  [[], '--task is required'],
  [['--task', 'digits'], '--reference and --current are required'],
  [['--task', 'chess'], '--task must be one of'],
  [['--task', 'digits', '--reference', '.', '--current', 'no-such'], '"no-such" is not a folder'],
  [['--task', 'ocr', '--reference', '.', '--current', '.'], '--model is required'],
  [['--task', 'digits', '--reference', '.', '--current', '.', '--items', '3'], 'expected a whole number from 20'],
])('rejects the arguments %j: %s', async (args, message) => {
  const { code, logged } = await runCommand(['drift', ...args]);
  expect([code, logged]).toEqual([2, expect.stringContaining(message) as string]);
});
