import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvaluationSummary } from '#share/evaluation-summary.ts';
import { png } from '../companion/cli/png.ts';
import { root } from '../scripts/project.ts';
import { assay } from './fixtures/command-line.ts';
import { expectNoViolations } from './fixtures/no-violations.ts';
import { expect, test } from './fixtures/test.ts';

const testData = process.env['ASSAY_TEST_DATA'];

/** A folder per class, of white bars on black: ones, one of which is labelled as a seven, and one that is no image. */
async function barFolders(): Promise<string> {
  const folder = test.info().outputPath('bars');
  const bar = (left: number) => png(56, 56, (x, y) => (x >= left && x < left + 6 && y > 7 && y < 48 ? 255 : 0));
  const files = { '1/a.png': bar(25), '1/b.png': bar(22), '7/c.png': bar(28), 'cat/d.png': bar(20) };
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  await writeFile(join(folder, '1/broken.png'), 'not an image');
  return folder;
}

test('Evaluate scores a folder of images, lists what does not match, and shows the items of a confusion', async ({
  page,
}) => {
  await page.goto('#/evaluate?task=digits');
  await expect(page.getByTestId('choose-model-name')).toHaveText('Handwritten digits');
  await page.getByTestId('data-folder').setInputFiles(await barFolders());
  await expect(page.getByTestId('set-found')).toContainText('bars: 5 items, 3 classes');
  await expect(page.getByLabel('Label of the model for cat')).toBeVisible();
  await expectNoViolations(page);
  await page.getByTestId('evaluate').click();
  const scores = page.getByTestId('scores');
  await expect(scores.getByRole('row', { name: 'Top-1 accuracy' })).toContainText('66.7%');
  await expect(scores).toContainText('1 item could not be read or run');
  await page.getByRole('button', { name: '7 predicted as 1: 1' }).click();
  await expect(page.getByTestId('items').first()).toContainText('7/c.png');
  await expectNoViolations(page);
  await page.goto('#/results');
  await page.getByRole('link', { name: 'Handwritten digits' }).first().click();
  await expect(page.getByTestId('scores').getByRole('row', { name: 'Top-1 accuracy' })).toContainText('66.7%');
});

test('eval prints scores like those of native onnxruntime', async () => {
  test.skip(testData === undefined, 'ASSAY_TEST_DATA is not set');
  test.slow();
  const figuresOf = async (name: string) =>
    JSON.parse(await readFile(join(root, 'scripts/peer-figures', `${name}.json`), 'utf8')) as unknown;
  const scoresOf = async (task: string, model: string, data: string) => {
    const given = ['--task', task, '--model', join(testData!, model), '--data', join(testData!, data)];
    const { report, failed } = (await assay('eval', ...given, '--threads', '2', '--json')) as EvaluationSummary;
    expect(failed).toEqual([]);
    return Object.fromEntries(report.scores.map(({ metric, value }) => [metric, value]));
  };

  // A browser resamples images in a way between the two of the script: each score lies between the script's two.
  interface Figures {
    readonly antialiased: Readonly<Record<string, number>>;
    readonly interpolated: Readonly<Record<string, number>>;
  }
  const { antialiased, interpolated } = (await figuresOf('classification')) as Figures;
  const scores = await scoresOf('image-classification', 'onnx-classify/mobilenetv2-12-int8.onnx', 'data-imagenet200');
  for (const metric of ['top-1', 'top-5']) {
    expect(scores[metric]).toBeGreaterThanOrEqual(interpolated[metric]!);
    expect(scores[metric]).toBeLessThanOrEqual(antialiased[metric]!);
  }

  // With eight images, JPEG decoding and resampling move the average precision by up to 0.02.
  for (const figures of (await figuresOf('detection')) as (Figures & { readonly model: string })[]) {
    const detected = await scoresOf('object-detection', `onnx-detect/${figures.model}`, 'data-coco8');
    for (const metric of ['ap50-95', 'ap50'])
      expect(Math.abs(detected[metric]! - figures.antialiased[metric]!), `${figures.model} ${metric}`).toBeLessThan(
        0.03,
      );
  }
});
