import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { tinyConvNet, tinyLlama } from '#formats/tiny/index.ts';
import { tinyGguf, type GgufEntry } from '#formats/tiny/gguf.ts';
import { startHub, type Hub } from './fixtures/hub.ts';

const digits = join(import.meta.dirname, '../models/digits/model.onnx');
const testData = process.env['ASSAY_TEST_DATA'];

/** What the page tells a machine that drives it. */
interface Shown {
  readonly state: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly result: {
    readonly format: string;
    readonly fits: string;
    readonly budget: { readonly bytes: number };
    readonly need: { readonly lowBytes: number; readonly highBytes: number };
    readonly forecast: { readonly per: string; readonly lowMs: number; readonly highMs: number } | null;
    readonly recommend: { readonly runtime: string | null; readonly variant: string | null };
  };
}

async function outcome(page: Page): Promise<Shown> {
  const settled = () => ['done', 'failed'].includes((globalThis as unknown as { assay: Shown }).assay.state);
  await page.waitForFunction(settled, undefined, { timeout: 60_000 });
  return page.evaluate(() => structuredClone((globalThis as unknown as { assay: Shown }).assay));
}

const choose = (page: Page, name: string, bytes: Uint8Array | string) =>
  page
    .getByTestId('model-file')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}

test.describe('a file of the user', () => {
  test.slow();

  test('says what it is, that it fits, how fast, and leads to where it runs', async ({ page }) => {
    await page.goto('#/models?file=1');
    await page.getByTestId('model-file').setInputFiles(digits);
    const { error, result } = await outcome(page);
    expect(error).toBeNull();
    expect(result).toMatchObject({ format: 'onnx', fits: 'fits', forecast: { per: 'run' } });
    expect(result.need.highBytes).toBeLessThan(result.budget.bytes);
    expect(result.forecast?.lowMs).toBeLessThan(result.forecast?.highMs ?? 0);
    await expect(page.getByTestId('fit')).toHaveAttribute('data-verdict', 'fits');
    // The catalogue entry of the same file: 32,058 parameters.
    await expect(page.getByTestId('facts')).toContainText('32,058');
    await page.getByText('The arithmetic').click();
    await page.getByText('What each node costs').click();
    await expect(page.getByRole('table', { name: 'What it needs against what there is' })).toContainText('Weights');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 900 });
        await expectNoViolations(page);
      }
    }
    await page.getByTestId('run').click();
    await expect(page.getByTestId('engine')).toContainText('ONNX Runtime Web');
    await page.goBack();
    await page.getByTestId('model-file').setInputFiles(digits);
    await page.getByTestId('measure').click();
    await expect(page.getByText('model.onnx,')).toBeVisible();
  });

  test('is copied into the store on a wish, and opens from there after a reload', async ({ page }) => {
    await page.goto('#/models?file=1');
    await page.getByTestId('model-file').setInputFiles(digits);
    await outcome(page);
    await page.getByTestId('keep-copy').click();
    const row = page.getByTestId('stored');
    const sha256 = createHash('sha256')
      .update(await readFile(digits))
      .digest('hex');
    await expect(row).toContainText(`model.onnx (${sha256.slice(0, 8)})`);
    await expect(row).toContainText('From file');
    await expectNoViolations(page);
    await page.reload();
    await row.getByRole('button', { name: /^Verify/ }).click();
    await expect(row).toContainText('Every byte is what it was.');
    await row.getByRole('button', { name: /^Open/ }).click();
    expect((await outcome(page)).result).toMatchObject({ format: 'onnx' });
    await expect(page.getByTestId('keep-copy')).toHaveCount(0);
    await page.getByTestId('run').click();
    await expect(page.getByTestId('engine')).toContainText('ONNX Runtime Web');
  });

  test('keeps what the forecast of a measured run was worth, and says so', async ({ page }) => {
    await page.goto('#/models?file=1');
    await page.getByTestId('model-file').setInputFiles(digits);
    await outcome(page);
    await page.getByTestId('measure').click();
    await page.getByText('Quick', { exact: true }).click();
    await page.getByTestId('run').click();
    await expect(page.getByTestId('report')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByTestId('tested-forecast')).toContainText('was measured');
    await page.goto('#/models?file=1');
    await page.getByTestId('model-file').setInputFiles(digits);
    await outcome(page);
    await page.getByText('How earlier forecasts here turned out').click();
    await expect(page.getByText(/of 1 measured times lay inside/)).toBeVisible();
  });

  test('shows markup in a header as text', async ({ page }) => {
    await page.goto('#/models?file=1');
    await choose(page, 'tiny.gguf', tinyLlama().bytes);
    await outcome(page);
    await expect(page.getByTestId('facts').getByText('Tiny <b>qat</b>').first()).toBeVisible();
    expect(await page.getByTestId('facts').locator('b').count()).toBe(0);
  });

  test('the context of a language model changes what it needs', async ({ page }) => {
    await page.goto('#/models?file=1&context=64');
    await choose(page, 'context.gguf', Buffer.concat([ggufOf(4096, 1_000_000), Buffer.alloc(1_000_000)]));
    const { result } = await outcome(page);
    await page.getByText('The arithmetic').click();
    // 2 layers of 8 key-value heads of 64, keys and values of 2 bytes: 4 KiB a token, and so 256 KiB for 64.
    const row = page.getByRole('row', { name: /Cache of the context/ });
    await expect(row).toContainText('256 KiB');
    await page.getByTestId('context').fill('5');
    await expect(row).toContainText('16 MiB');
    expect(result.recommend.runtime).toBe('wllama');
    await expect(page.getByTestId('run')).toHaveAttribute('href', /#\/chat\?file=1.*context=4096/);
  });

  test('says of five gigabytes that they do not fit, without reading them', async ({ page }) => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-models-'));
    try {
      const large = join(folder, 'large.gguf');
      const weightBytes = 2 * 65_536 * 40_000;
      const header = ggufOf(4096, weightBytes);
      await writeFile(large, header);
      await truncate(large, header.length + weightBytes); // a hole in the place of weights
      await page.goto('#/models?file=1');
      await page.getByTestId('model-file').setInputFiles(large);
      const { result } = await outcome(page);
      expect(result).toMatchObject({ fits: 'does-not-fit', recommend: { runtime: null } });
      expect(result.need.lowBytes).toBeGreaterThan(weightBytes);
      await expect(page.getByTestId('fit')).toContainText('Does not fit');
      await expect(page.getByTestId('advice')).toContainText('It needs at least');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('opens every kind, and says of the rest what it is', async ({ page }) => {
    await page.goto('#/models?file=1');
    await choose(page, 'tiny.tflite', tinyConvNet().bytes);
    expect(await outcome(page)).toMatchObject({ state: 'done', result: { format: 'tflite' } });
    await choose(page, 'page.onnx', '<!doctype html><title>Sign in</title>');
    expect(await outcome(page)).toMatchObject({ state: 'failed', error: { code: 'model-unknown' } });
    await expect(page.getByRole('alert')).toContainText('page.onnx is a web page, not the file it links to.');
    await choose(page, 'notes.xyz', 'nothing that anyone would call a model');
    expect((await outcome(page)).state).toBe('failed');
    await expect(page.getByRole('alert')).toContainText('notes.xyz is plain text, not a model.');
    await choose(page, 'empty.gguf', '');
    await expect(page.getByRole('alert')).toContainText('empty.gguf has no bytes.');
  });

  for (const [file, format] of [
    ['onnx-detect/yolox_nano.onnx', 'onnx'],
    ['onnx-classify/mobilenetv2-12-int8.onnx', 'onnx'],
    ['gguf/stories260K.gguf', 'gguf'],
    ['tflite/mobilenet_v2_1.0_224_quant.tflite', 'tflite'],
  ] as const) {
    test(`${file} fits, with a forecast`, async ({ page }) => {
      test.skip(!testData, 'needs ASSAY_TEST_DATA');
      await page.goto('#/models?file=1');
      await page.getByTestId('model-file').setInputFiles(join(testData ?? '', file));
      const { result } = await outcome(page);
      expect(result).toMatchObject({ format, fits: 'fits' });
      expect(result.forecast?.highMs).toBeGreaterThan(0);
      await expect(page.getByTestId('run')).toBeVisible();
    });
  }
});

test.describe('a model of a hub', () => {
  test.slow();
  let hub: Hub;
  test.beforeAll(async () => {
    hub = await startHub();
  });
  test.afterAll(() => hub.close());
  test.beforeEach(() => control('reset'));

  const control = (command: string, body: unknown = {}) =>
    fetch(`${hub.url}/__control/${command}`, { method: 'POST', body: JSON.stringify(body) });

  async function publish(path: string, head: Uint8Array, weightBytes: number, isLarge = true): Promise<void> {
    const sizeBytes = head.length + weightBytes;
    const body = { file: `maker/model/${path}`, sizeBytes, isLarge, head: Buffer.from(head).toString('base64') };
    await control('file', body);
  }

  async function useHub(page: Page): Promise<void> {
    await page.addInitScript((url) => localStorage.setItem('assay.hub', url), hub.url);
  }

  /** Looks at a model of the hub, and downloads it. */
  async function keepFromHub(page: Page, id: string): Promise<void> {
    await useHub(page);
    await page.goto(`#/models?model=${encodeURIComponent(id)}`);
    await page.getByTestId('look').click();
    await outcome(page);
    await page.getByTestId('keep').click();
    await expect(page.getByTestId('stored')).toContainText(id);
  }

  test('nobody is asked before a click; variants are listed, judged, and the best is picked', async ({ page }) => {
    await publish('model-f16.gguf', ggufOf(4096, 8_000_000), 8_000_000);
    await publish('model-q4_k_m.gguf', ggufOf(4096, 2_000_000), 2_000_000);
    await publish('README.md', Buffer.from('# A model'), 0, false);
    await useHub(page);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).host));
    await page.goto('#/models?model=maker/model');
    const { host } = new URL(hub.url);
    await expect(page.getByTestId('asks')).toContainText(host);
    expect(asked).not.toContain(host);
    await page.getByTestId('look').click();
    const { result } = await outcome(page);
    expect(result.recommend.variant).toBe('model-f16.gguf');
    await expect(page.getByTestId('pick')).toContainText('model-f16.gguf: the most precise of those that fit');
    await expect(page.getByTestId('variants').getByRole('listitem')).toHaveCount(2);
    await expect(page.getByTestId('variants')).toContainText('apache-2.0');
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Look at model-q4_k_m.gguf' }).click();
    await expect(page.getByTestId('facts')).toContainText('model-q4_k_m.gguf');
  });

  test('is downloaded, kept over a reload, verified, opened, pinned and deleted', async ({ page }) => {
    await publish('model-q4_k_m.gguf', ggufOf(4096, 2_000_000), 2_000_000);
    await useHub(page);
    await page.goto('#/models?model=maker/model:model-q4_k_m.gguf');
    await page.getByTestId('look').click();
    await outcome(page);
    await page.getByTestId('keep').click();
    const row = page.getByTestId('stored');
    await expect(row).toContainText('maker/model:model-q4_k_m.gguf');
    await page.getByTestId('open').click();
    await expect(page.getByTestId('run')).toHaveAttribute('href', /#\/chat/);
    await page.reload();
    await row.getByRole('button', { name: /^Verify/ }).click();
    await expect(row).toContainText('Every byte is what it was.');
    await row.getByRole('button', { name: /^Pin/ }).click();
    await expect(row).toContainText('pinned');
    await expectNoViolations(page);
    await row.getByRole('button', { name: /^Open/ }).click();
    expect((await outcome(page)).result).toMatchObject({ format: 'gguf' });
    await expect(page.getByTestId('run')).toHaveAttribute('href', /#\/chat/);
    const download = page.waitForEvent('download');
    await row.getByRole('button', { name: /^Save to disk/ }).click();
    expect((await readFile(await (await download).path())).subarray(0, 4).toString()).toBe('GGUF');
    await row.getByRole('button', { name: /^Delete/ }).click();
    await row.getByRole('button', { name: 'Delete it for good' }).click();
    await expect(row).toHaveCount(0);
  });

  test('a download can be paused, outlasts a reload, and goes on', async ({ page }) => {
    await publish('model-q4_k_m.gguf', ggufOf(4096, 30_000_000), 30_000_000);
    await control('fault', { file: 'maker/model/model-q4_k_m.gguf', kind: 'slow', bytes: 4_000_000, times: 8 });
    await useHub(page);
    await page.goto('#/models?model=maker/model:model-q4_k_m.gguf');
    await page.getByTestId('look').click();
    await outcome(page);
    await page.getByTestId('keep').click();
    await expect(page.getByTestId('pending')).toContainText(/\d MB of 30 MB/);
    await page.getByRole('button', { name: /^Pause/ }).click();
    await expect(page.getByTestId('pending')).toContainText('Paused');
    await control('heal');
    await page.reload();
    await page.getByRole('button', { name: /^Go on/ }).click();
    await expect(page.getByTestId('stored')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByTestId('pending')).toHaveCount(0);
  });

  test('a kept model runs from its link; elsewhere the link says what is missing, and asks nobody', async ({
    page,
    browser,
  }) => {
    const bytes = await readFile(digits);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await publish('onnx/digits.onnx', bytes, 0);
    const id = 'maker/model:onnx/digits.onnx';
    await keepFromHub(page, id);
    await page.getByTestId('open').click();
    await expect(page.getByTestId('run')).toHaveAttribute('href', new RegExp(`#/run.*${encodeURIComponent(id)}`));
    await page.getByTestId('measure').click();
    await page.getByText('Quick', { exact: true }).click();
    await page.getByTestId('run').click();
    await expect(page.getByTestId('report')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(sha256, { exact: true })).toBeVisible();
    const result = await page.getByTestId('result-link').textContent();

    const elsewhere = await browser.newContext();
    try {
      const there = await elsewhere.newPage();
      await useHub(there);
      const asked: string[] = [];
      there.on('request', (request) => asked.push(new URL(request.url()).host));
      await there.goto(result ?? '');
      await there.getByTestId('repeat').click();
      const bench = there.url();
      expect(new URLSearchParams(bench.split('?')[1]).get('model')).toBe(id);
      await expect(there.getByRole('alert')).toContainText(`${id} is not kept in this browser.`);
      await expectNoViolations(there);
      await there.getByRole('link', { name: 'Look at it on the Models page' }).click();
      await expect(there.getByTestId('model-name')).toHaveValue(id);
      expect(asked).not.toContain(new URL(hub.url).host);
      await there.getByTestId('look').click();
      await outcome(there);
      await there.getByTestId('keep').click();
      await expect(there.getByTestId('stored')).toBeVisible();
      await there.goto(`${bench}&auto=1`);
      await expect(there.getByTestId('report')).toBeVisible({ timeout: 60_000 });
      await expect(there.getByText(sha256, { exact: true })).toBeVisible();
    } finally {
      await elsewhere.close();
    }
  });

  test('a run link names a kept model, and says where it is not kept', async ({ page }) => {
    await publish('onnx/digits.onnx', await readFile(digits), 0);
    const link = `#/run?task=digits&model=${encodeURIComponent('maker/model:onnx/digits.onnx')}`;
    await useHub(page);
    await page.goto(link);
    await expect(page.getByTestId('engine')).toContainText('is not kept in this browser');
    await page.getByRole('link', { name: 'Look at it on the Models page' }).click();
    await page.getByTestId('look').click();
    await outcome(page);
    await page.getByTestId('keep').click();
    await expect(page.getByTestId('stored')).toBeVisible();
    await page.goto(link);
    await expect(page.getByTestId('engine')).toContainText('ONNX Runtime Web');
  });

  for (const [where, open] of [
    ['the Models page looks at it', async () => {}],
    ['the Chat page has it', (tab: Page) => tab.getByTestId('run').click()],
  ] as const) {
    test(`a model is not deleted while ${where} in another tab, and is once that is closed`, async ({
      page,
      context,
    }) => {
      await publish('model-q4_k_m.gguf', ggufOf(4096, 2_000_000), 2_000_000);
      await keepFromHub(page, 'maker/model:model-q4_k_m.gguf');
      const tab = await context.newPage();
      await tab.goto('#/models');
      await tab.getByTestId('stored').getByRole('button', { name: /^Open/ }).click();
      await outcome(tab);
      await open(tab);

      const row = page.getByTestId('stored');
      const remove = async () => {
        await row.getByRole('button', { name: /^Delete/ }).click();
        await row.getByRole('button', { name: 'Delete it for good' }).click();
      };
      await remove();
      await expect(row.getByRole('alert')).toContainText('so it was not deleted');
      await row.getByRole('button', { name: 'Leave it' }).click();
      await tab.close();
      await remove();
      await expect(row).toHaveCount(0);
    });
  }

  test('says what is wrong: a gated model, a name that is none, an address without encryption', async ({ page }) => {
    await publish('model-q4_k_m.gguf', ggufOf(4096, 2_000_000), 2_000_000);
    await control('fault', { file: 'maker/model/model-q4_k_m.gguf', kind: 'denied', status: 403 });
    await useHub(page);
    await page.goto('#/models?model=maker/model');
    await page.getByTestId('look').click();
    expect((await outcome(page)).error?.code).toBe('access-denied');
    await expect(page.getByRole('alert')).toContainText('accept its terms');
    await page.getByTestId('model-name').fill('maker/none');
    await page.getByTestId('look').click();
    await expect(page.getByRole('alert')).toContainText('answered 404');
    await page.getByTestId('model-name').fill('just words');
    await page.getByTestId('look').click();
    await expect(page.getByRole('alert')).toContainText('neither organisation/name nor an http(s) address');
    await page.getByTestId('model-name').fill('http://models.example/x.gguf');
    await page.getByTestId('look').click();
    await expect(page.getByRole('alert')).toContainText('use https');
  });
});

test('a model of ours is looked at from its link alone', async ({ page }) => {
  test.slow();
  await page.goto('#/models?model=digits');
  expect(await outcome(page)).toMatchObject({ state: 'done', result: { format: 'onnx', fits: 'fits' } });
});

/** The header of a llama of two layers with one large tensor, of whose values nobody cares. */
function ggufOf(contextLength: number, weightBytes: number): Uint8Array {
  const entries: GgufEntry[] = [
    ['general.architecture', 'text', 'llama'],
    ['llama.context_length', 'u32', contextLength],
    ['llama.embedding_length', 'u32', 512],
    ['llama.block_count', 'u32', 2],
    ['llama.attention.head_count', 'u32', 8],
    ['tokenizer.ggml.model', 'text', 'gpt2'],
  ];
  return tinyGguf(entries, [{ name: 'blk.0.ffn_up.weight', dims: [weightBytes / 2], type: 1, bytes: 0 }]);
}
