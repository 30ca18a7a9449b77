import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, ImageData } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSeededRandom } from '#core/random.ts';
import type { DriftReport } from '#drift/drift-report.ts';
import { corruptions, type CorruptionId } from '#validation/robustness/corruptions/index.ts';
import type { RgbaImage } from '#validation/robustness/corruption.ts';
import { findSkipReason } from '../engines/engine-under-test.fixture.ts';
import { skiaImages } from './native/images.ts';
import { runCommand } from './run-command.fixture.ts';

/** Photographs of ImageNet: every second one is a reference, and the others are corrupted. */
const source = join(process.env['ASSAY_TEST_DATA'] ?? '', 'data-imagenet200');
/** The size that the constants of ImageNet-C are for. */
const side = 224;
const severity = 3;
const maxInputs = 200;

const imageCorruptions = (Object.keys(corruptions) as CorruptionId[]).filter(
  (id) => corruptions[id].kind === 'image' || corruptions[id].kind === 'image-codec',
);

let folder = '';
let photographs: readonly RgbaImage[] = [];

async function readPhotographs(): Promise<readonly RgbaImage[]> {
  const names = (await readdir(source)).filter((name) => name.endsWith('.JPEG')).sort();
  return Promise.all(
    names.slice(0, 2 * maxInputs).map(async (name) => {
      const image = await skiaImages.decode(new Uint8Array(await readFile(join(source, name))), name);
      const data = image.rgba(side, side);
      image.close();
      return { width: side, height: side, data };
    }),
  );
}

/** Writes images without loss, except those that a codec corrupts. */
async function writeImages(name: string, images: readonly RgbaImage[], quality?: number): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  for (const [index, { width, height, data }] of images.entries()) {
    const canvas = createCanvas(width, height);
    canvas.getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
    const bytes = quality === undefined ? await canvas.encode('png') : await canvas.encode('jpeg', quality);
    await writeFile(join(path, `${index}.${quality === undefined ? 'png' : 'jpg'}`), bytes);
  }
  return path;
}

const skipReason = existsSync(source) ? await findSkipReason('ort') : '(skipped: not in ASSAY_TEST_DATA)';

describe.skipIf(skipReason !== '')(`photographs, compared with at most ${maxInputs} others ${skipReason}`, () => {
  let reference = '';
  let others: readonly RgbaImage[] = [];
  const compare = async (current: string): Promise<DriftReport> => {
    const args = ['--task', 'image-classification', '--reference', reference, '--current', current, '--json'];
    return JSON.parse((await runCommand(['drift', ...args])).printed) as DriftReport;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-corruptions-'));
    photographs = await readPhotographs();
    others = photographs.filter((_, index) => index % 2 === 1);
    reference = await writeImages(
      'reference',
      photographs.filter((_, index) => index % 2 === 0),
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('without a corruption have not drifted', async () => {
    expect(await compare(await writeImages('clean', others))).toMatchObject({ verdict: 'no-drift' });
  });

  test.each(imageCorruptions)('drift with %s at severity 3', async (id) => {
    const corruption = corruptions[id];
    const random = createSeededRandom(1);
    const constant = corruption.constants[severity - 1]!;
    const current =
      corruption.kind === 'image-codec'
        ? await writeImages(id, others, constant)
        : await writeImages(
            id,
            others.map((image) =>
              'apply' in corruption
                ? (corruption.apply as typeof corruptions.contrast.apply)(image, constant, random)
                : image,
            ),
          );
    const report = await compare(current);
    expect(report, JSON.stringify(report.parts)).toMatchObject({ verdict: 'drift' });
  });
});
