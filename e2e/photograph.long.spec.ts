import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures/test.ts';
import { startAssay } from './fixtures/command-line.ts';
import { waitForRuns } from './fixtures/run-page.ts';

// `npm test` covers the page and the command with the sample image, and the worker with this photograph.
const busPath = join(process.env['ASSAY_TEST_DATA'] ?? '', 'data-images/detect/bus.jpg');
// The library that ships the model detects in the same image: persons .76 .60 .58, bus .51.
const expectedLabels = ['bus', 'person', 'person', 'person'];

const listConfidentLabels = (result: readonly { readonly label: string; readonly score: number }[] = []) =>
  result
    .filter(({ score }) => score > 0.4)
    .map(({ label }) => label)
    .sort();

test.beforeEach(() =>
  test.skip(!existsSync(busPath), 'ASSAY_TEST_DATA names no folder with data-images/detect/bus.jpg'),
);

test('the Run page finds the bus and the people in a photograph', async ({ page }) => {
  await page.goto('#/run?task=object-detection');
  await page.getByTestId('input-file').setInputFiles(busPath);
  expect(listConfidentLabels((await waitForRuns(page)).result.inputs[0]?.result)).toEqual(expectedLabels);
});

test('run prints the bus and the people in a photograph', async () => {
  const ended = await startAssay('run', '--task', 'object-detection', '--input', busPath, '--json').ended;
  const { inputs } = JSON.parse(ended.stdout) as { inputs: { result: { label: string; score: number }[] }[] };
  expect(listConfidentLabels(inputs[0]?.result)).toEqual(expectedLabels);
});
