import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, ImageData } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { DriftReport } from '#drift/drift-report.ts';
import { corruptions, type CorruptionId } from '#validation/robustness/corruptions/index.ts';
import type { ImageCorruption, RgbaImage } from '#validation/robustness/corruption.ts';
import { findSkipReason } from '../engines/engine-under-test.fixture.ts';
import { skiaImages } from './native/images.ts';
import { runCommand } from './run-command.fixture.ts';

/** ImageNet photographs. The originals are the reference with which the corrupted ones are compared. */
const source = join(process.env['ASSAY_TEST_DATA'] ?? '', 'data-imagenet200');
/** The size that the constants of ImageNet-C are for. */
const side = 224;
const severity = 3;
const maxInputs = 200;

/**
 * Corruptions of pixels. JPEG is not among them: at this severity it changes the features and predictions of 100 photographs
 * too little to be detected.
 */
const imageCorruptions = (Object.keys(corruptions) as CorruptionId[]).filter((id) => corruptions[id].kind === 'image');

let folder = '';
let photographs: readonly RgbaImage[] = [];

async function readPhotographs(): Promise<readonly RgbaImage[]> {
  const names = (await readdir(source)).filter((name) => name.endsWith('.JPEG')).sort();
  return Promise.all(
    names.slice(0, maxInputs).map(async (name) => {
      const image = await skiaImages.decode(new Uint8Array(await readFile(join(source, name))), name);
      const data = image.readRgba(side, side);
      image.close();
      return { width: side, height: side, data };
    }),
  );
}

async function writeImages(name: string, images: readonly RgbaImage[]): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  for (const [index, { width, height, data }] of images.entries()) {
    const canvas = createCanvas(width, height);
    canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
    await writeFile(join(path, `${index}.png`), await canvas.encode('png'));
  }
  return path;
}

const skipReason = existsSync(source) ? await findSkipReason('ort') : '(skipped: not in ASSAY_TEST_DATA)';

describe.skipIf(skipReason !== '')(`at most ${maxInputs} photographs ${skipReason}`, () => {
  let reference = '';
  const compare = async (current: string, before = reference): Promise<DriftReport> => {
    const args = ['--task', 'image-classification', '--reference', before, '--current', current, '--json'];
    return JSON.parse((await runCommand(['drift', ...args])).printed) as DriftReport;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-corruptions-'));
    photographs = await readPhotographs();
    reference = await writeImages('reference', photographs);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('have not drifted from other photographs', async () => {
    const isEven = (_: RgbaImage, index: number) => index % 2 === 0;
    const even = await writeImages('even', photographs.filter(isEven));
    const odd = await writeImages(
      'odd',
      photographs.filter((image, index) => !isEven(image, index)),
    );
    expect(await compare(odd, even)).toMatchObject({ verdict: 'no-drift' });
  });

  test.each(imageCorruptions)('have drifted after the corruption %s at severity 3', async (id) => {
    const corruption = corruptions[id] as ImageCorruption;
    const random = createSeededRandom(1);
    const constant = corruption.constants[severity - 1]!;
    const corrupted = photographs.map((image) => corruption.apply(image, constant, random));
    const report = await compare(await writeImages(id, corrupted));
    expect(report, JSON.stringify(report.parts)).toMatchObject({ verdict: 'drift' });
  });
});
