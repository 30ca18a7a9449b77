import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GateRun } from '#core/gate/gate-outcome.ts';
import { encodePng } from '../companion/cli/files/png.ts';
import { runAssay } from './fixtures/command-line.ts';
import { checkAccessibility, checkAccessibilityInAllAppearances } from './fixtures/accessibility.ts';
import { expect, test, type Page } from './fixtures/test.ts';

/**
 * Writes a folder per class with white bars on black. All are ones; one is labelled as a seven, and one file is not an
 * image.
 */
async function writeBarFolders(): Promise<string> {
  const folder = test.info().outputPath('bars');
  const bar = (left: number) => encodePng(56, 56, (x, y) => (x >= left && x < left + 6 && y > 7 && y < 48 ? 255 : 0));
  const files = { '1/a.png': bar(25), '1/b.png': bar(22), '7/c.png': bar(28), 'cat/d.png': bar(20) };
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  await writeFile(join(folder, '1/broken.png'), 'not an image');
  return folder;
}

test('Evaluate scores a folder of images, lists problems, and shows the items of a confusion', async ({ page }) => {
  await page.goto('#/evaluate?task=digits');
  await expect(page.getByTestId('choose-model-name')).toHaveText('Handwritten digits');
  await page.getByTestId('data-folder').setInputFiles(await writeBarFolders());
  await expect(page.getByTestId('set-found')).toContainText('bars: 5 items, 3 classes');
  await expect(page.getByLabel('Model label for cat')).toBeVisible();
  await page.getByRole('button', { name: 'Production' }).click();
  await expect(page.getByTestId('unmet-needs')).toContainText(
    'Too few items to pass: “Tail latency ratio” (needs n ≥ 131).',
  );
  await expect(page.getByText('Cannot be measured in this run')).toHaveCount(3); // each need once: a baseline, a sustained run, the files of the model
  await expect(
    page.getByText(/Metric: Top-1 accuracy\. The gate file can name another .*balanced-accuracy/),
  ).toBeVisible();
  await expect(page.getByText('Load test (300 concurrent requests, and 100 one at a time')).toBeVisible();
  await checkAccessibility(page);
  await page.locator('summary', { hasText: 'Gate file (assay.gates.json)' }).click();
  await page.getByTestId('gate-file').fill('');
  await page.getByTestId('evaluate').click();
  const scores = page.getByTestId('scores');
  await expect(scores.getByRole('row', { name: 'Top-1 accuracy' })).toContainText('66.7%');
  await expect(scores).toContainText('1 item could not be read or run');
  await page.getByRole('button', { name: '7 predicted as 1: 1' }).click();
  await expect(page.getByTestId('items').first()).toContainText('7/c.png');
  await checkAccessibility(page);
  await page.goto('#/results');
  await page.getByRole('link', { name: 'Handwritten digits' }).first().click();
  await expect(page.getByTestId('scores').getByRole('row', { name: 'Top-1 accuracy' })).toContainText('66.7%');
});

test('a folder that is chosen by its handle is read and evaluated from its subfolders', async ({ page }) => {
  await page.goto('#/evaluate?task=digits');
  const bar = encodePng(56, 56, (x, y) => (x >= 25 && x < 31 && y > 7 && y < 48 ? 255 : 0)).toString('base64');
  // The origin private file system has handles of the same kind as the folder dialog, which a test cannot operate.
  await page.evaluate(async (image) => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('bars', { create: true });
    for (const path of ['train/1/a.png', 'train/1/b.png', 'train/7/c.png']) {
      const names = path.split('/');
      let folder = root;
      for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true });
      const writable = await (await folder.getFileHandle(names.at(-1)!, { create: true })).createWritable();
      await writable.write(Uint8Array.from(atob(image), (char) => char.charCodeAt(0)));
      await writable.close();
    }
    Object.assign(globalThis, { showDirectoryPicker: async () => root });
  }, bar);
  await page.getByTestId('data-folder').evaluate((input: HTMLInputElement) => input.click());
  await expect(page.getByTestId('set-found')).toContainText('bars: 3 items, 2 classes');
  await page.locator('[data-testid=evaluate]:enabled').click();
  await expect(page.getByTestId('scores').getByRole('row', { name: 'Top-1 accuracy' })).toContainText('66.7%');
});

const readScrollY = (page: Page) => page.evaluate(() => scrollY);

/** Writes a folder per class with white rings and bars on black: zeros and ones. All ones are the same image. */
async function writeDigitFolders(): Promise<string> {
  const folder = test.info().outputPath('digits');
  const drawWhite = (isWhite: (x: number, y: number) => boolean) =>
    encodePng(56, 56, (x, y) => (isWhite(x, y) ? 255 : 0));
  const ring = (width: number) => drawWhite((x, y) => Math.abs(Math.hypot((x - 28) / width, (y - 28) / 18) - 1) < 0.22);
  const bar = drawWhite((x, y) => x >= 25 && x < 31 && y > 7 && y < 48);
  const files = { '0/a.png': ring(12), '0/b.png': ring(14), '1/c.png': bar, '1/d.png': bar };
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

test('a model gets a verdict and a hallmark, which is reproduced @accessible', async ({ page }) => {
  test.slow();
  const folder = await writeDigitFolders();
  await page.goto('#/evaluate?task=digits');
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.getByText('ready in')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(1_700);
  await page.getByTestId('data-folder').setInputFiles(folder);
  const gates = {
    'model-size': 'error',
    'hosts-contacted': 'error',
    quality: { severity: 'warn', limit: 0.9, unit: 'fraction' },
  };
  await page.locator('summary', { hasText: 'Gate file (assay.gates.json)' }).click();
  await page.getByTestId('gate-file').fill(JSON.stringify({ version: 1, gates }));
  await page.getByTestId('evaluate').click();
  await expect(page.getByTestId('verdict')).toHaveAttribute('data-verdict', 'pass');
  await expect(page.getByTestId('headline')).toBeInViewport({ ratio: 1 });
  await expect(page.getByTestId('scores').getByRole('row', { name: 'Top-1 accuracy' })).toContainText('100%');
  await expect(page.getByRole('button', { name: '0 predicted as 0: 2' })).toBeVisible();
  await expect(page.getByText('2 items have the same bytes and label as another.')).toBeVisible();
  expect((await page.getByTestId('sign').boundingBox())!.y + (await readScrollY(page))).toBeLessThanOrEqual(2_400);
  await page.getByRole('button', { name: 'Production checklist' }).click();
  await page.getByText('Before the release').click();
  await page.getByLabel('Your name').fill('A. Person');
  const item = page.getByTestId('checklist-rollback-tested');
  await item.getByRole('textbox').fill('tried on a copy');
  await item.getByRole('button').click();
  await expect(page.getByTestId('hallmark-preview')).toContainText('tried on a copy');
  await page.getByTestId('sign').click();
  const link = (await page.getByTestId('open-hallmark').getAttribute('href'))!;
  expect(link.length).toBeLessThan(2900);
  await checkAccessibilityInAllAppearances(page);

  await page.getByTestId('open-hallmark').click();
  await expect(page.getByTestId('hallmark')).toHaveAttribute('data-level', 'self-attested');
  await page.getByRole('button', { name: 'Production checklist' }).click(); // the window is still narrow
  const signedItem = /signed ?Stated by .?A\. Person.? on .+, not measured: .?tried on a copy/;
  await expect(page.getByTestId('hallmark-checklist').getByRole('row', { name: /^Rollback to/ })).toHaveText(
    signedItem,
  );
  await page.goBack();
  await expect(page.getByTestId('verdict')).toHaveAttribute('data-verdict', 'pass');
  await page.reload();
  await expect(page.getByTestId('verdict')).toHaveAttribute('data-verdict', 'pass');
  await page.getByRole('button', { name: 'Setup' }).click();
  await expect(page.getByTestId('gate-file')).toHaveValue(JSON.stringify({ version: 1, gates }));
  await expect(page.getByRole('button', { name: 'Choose digits again' })).toBeVisible();

  await page.goto('#/results?kind=gates');
  await page.getByTestId('result').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Production checklist' }).click();
  await page.getByText('Before the release').click();
  await expect(item).toHaveAttribute('data-state', 'signed');
  await checkAccessibilityInAllAppearances(page);

  await page.goto(link);
  await page.getByTestId('reproduce').click();
  await expect(page.getByTestId('reproduce-components').getByRole('row', { name: 'Gate file' })).toContainText(
    'The same',
  );
  await expect(page.getByTestId('reproduce-components').getByRole('row', { name: 'Model' })).toContainText('The same');
  await page.getByTestId('data-folder').setInputFiles(folder);
  await page.clock.setFixedTime(Date.now() + 60_000); // a result with the same figures in the same minute counts as a copy
  await page.getByTestId('evaluate').click();
  await expect(page.getByTestId('reproduce-components').getByRole('row', { name: 'Data' })).toContainText('The same');
  await expect(page.getByTestId('since-hallmark')).toContainText('No regression in the gates that were compared.');
  await page.getByText('New key for this hallmark').click();
  await checkAccessibilityInAllAppearances(page);
  await page.getByTestId('sign').click();
  await page.getByTestId('open-hallmark').click();
  await expect(page.getByTestId('hallmark')).toHaveAttribute('data-level', 'reproduced');
  await page.goto('#/results?kind=hallmark');
  await page.getByTestId('result').getByRole('link').first().click();
  await expect(page.getByTestId('hallmark')).toHaveAttribute('data-level', 'reproduced');
});

test('gate writes a hallmark, and lists the changes of a later run @long', async () => {
  test.slow();
  const [folder, hallmark] = [await writeDigitFolders(), test.info().outputPath('digits.hallmark.json')];
  const gates = test.info().outputPath('assay.gates.json');
  const requiredGates = {
    'model-size': 'error',
    'errors-under-load': 'error',
    'hosts-contacted': 'error',
    'sustained-slowdown': 'warn',
  };
  await writeFile(gates, JSON.stringify({ version: 1, gates: requiredGates }));
  const args = ['--candidate', 'digits', '--task', 'digits', '--data', folder];
  const signing = ['--gates', gates, '--threads', '1', '--sustained-run', '2s', '--hallmark', hallmark, '--json'];
  const { gateRun } = (await runAssay('gate', ...args, ...signing)) as { readonly gateRun: GateRun };
  expect(gateRun.results).toMatchObject([
    { gate: 'errors-under-load', state: 'pass', measured: 0, n: 300 },
    {
      gate: 'sustained-slowdown',
      state: 'not-measured',
      reason: { code: 'run-too-short', facts: { needsMs: 600_000 } },
    },
    { gate: 'model-size', state: 'pass' },
    { gate: 'hosts-contacted', state: 'pass', measured: 0 },
  ]);
  const laterRun = await runAssay('gate', ...args, '--baseline', hallmark, '--threads', '2', '--json');
  expect(laterRun).toMatchObject({
    gateRun: { verdict: 'pass' },
    since: {
      gates: [
        { gate: { gate: 'errors-under-load' }, trend: 'same' },
        { gate: { gate: 'sustained-slowdown' }, trend: 'not-compared' },
        { gate: { gate: 'model-size' }, trend: 'same' },
        { gate: { gate: 'hosts-contacted' }, trend: 'same' },
      ],
      changes: [{ component: 'threads', before: '1', after: '2' }],
      hasRegressed: false,
    },
  });
});

test('a reload interrupts an evaluation, which continues with the items that have not run @long', async ({ page }) => {
  test.slow();
  const folder = test.info().outputPath('bars');
  const count = 600;
  for (let index = 0; index < count; index++) {
    const left = index % 20;
    const path = join(folder, String(index % 2), `${index}.png`);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(
      path,
      encodePng(28, 28, (x, y) => (x >= left && x < left + 3 && y > 3 && y < 24 ? 255 : 0)),
    );
  }
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto('#/evaluate?task=digits');
  await page.getByTestId('data-folder').setInputFiles(folder);
  await page.locator('[data-testid=evaluate]:enabled').click();
  // Checked in the page, because the evaluation continues during the check. Items are stored in groups of 200.
  const reloaded = page.waitForEvent('framenavigated');
  await page.evaluate(() => {
    const check = () =>
      (globalThis.assay?.progress?.fraction ?? 0) > 0.4 ? location.reload() : void setTimeout(check);
    check();
  });
  await reloaded;
  const unfinished = page.getByTestId('unfinished');
  await expect(unfinished).toContainText(/^Choose bars again to continue\. Scored: \d{2,3} of 600 items\./);
  await checkAccessibility(page);
  await page.getByTestId('data-folder').setInputFiles(folder);
  await unfinished.getByRole('button', { name: 'Continue' }).click();
  const row = page.getByTestId('scores').getByRole('row', { name: 'Top-1 accuracy' });
  await expect(row).toContainText('600');
  await page.reload();
  await expect(page.getByTestId('choose-model-name')).toHaveText('Handwritten digits');
  await expect(unfinished).toBeHidden();
});

test('Evaluate scores a sample with corruptions, and a person signs the production checklist @long', async ({
  page,
}) => {
  await page.goto('#/evaluate?task=digits&robustness=1%2C5');
  await page.getByTestId('data-folder').setInputFiles(await writeBarFolders());
  const cost = '4 items × 8 corruptions × 2 severities: 64 more runs';
  await expect(page.getByTestId('robustness-cost')).toContainText(cost);
  await page.getByTestId('evaluate').click();
  await page.getByRole('button', { name: 'Robustness' }).click();
  const scores = page.getByTestId('robustness-scores');
  await expect(scores.getByRole('row', { name: 'Low contrast' })).toContainText('%');
  await expect(scores).toContainText('Mean corruption error');
  await page.getByRole('button', { name: 'Production checklist' }).click();
  await page.getByText('Before the release').click();
  await page.getByLabel('Your name').fill('A. Person');
  const item = page.getByTestId('checklist-rollback-tested');
  await item.getByRole('textbox').fill('tried on a copy');
  await item.getByRole('button').click();
  await expect(item).toContainText('A. Person');
  await expect(item).toHaveAttribute('data-state', 'signed');
  await checkAccessibility(page);
  const download = page.waitForEvent('download');
  await page.getByTestId('checklist').getByRole('button', { name: 'Save as Markdown' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).toContain('tried on a copy');
});

test('eval prints the scores of a folder of images @long', async () => {
  const args = ['--task', 'digits', '--data', await writeDigitFolders(), '--json'];
  expect(await runAssay('eval', ...args)).toMatchObject({
    failed: [],
    report: { scores: expect.arrayContaining([expect.objectContaining({ metric: 'top-1', value: 1, n: 4 })]) },
  });
});
