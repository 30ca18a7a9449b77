import { readFile } from 'node:fs/promises';
import { chromium, type BrowserContext } from '@playwright/test';
import { digitsPath } from './fixtures/linked-files.ts';
import { waitForInspection } from './fixtures/models-page.ts';
import { waitForRuns, samplePath } from './fixtures/run-page.ts';
import { expect, test, type Page } from './fixtures/test.ts';

const deskImage = { name: 'desk.webp', type: 'image/webp' };

/** The app installed in a browser profile of its own. */
interface InstalledApp {
  readonly context: BrowserContext;
  /** A page of the app in the browser. */
  readonly page: Page;
  readonly url: string;
}

/**
 * Installs the app in a new browser profile over the DevTools protocol, which does the same as the browser's install button.
 * The browser also writes shortcuts and file associations to the home folder, which only Linux can redirect, by an
 * environment variable.
 */
const installedTest = test.extend<{ app: InstalledApp }>({
  app: async ({ launchOptions, baseURL }, use) => {
    test.skip(process.platform !== 'linux', 'would install shortcuts on this computer');
    const home = test.info().outputPath('home');
    const env = { ...process.env, HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home } as Record<string, string>;
    const settings = { ...launchOptions, env, serviceWorkers: 'allow' } as const;
    const context = await chromium.launchPersistentContext(test.info().outputPath('profile'), settings);
    try {
      const page = await context.newPage();
      const url = new URL(baseURL ?? '').href;
      await page.goto(url);
      await page.evaluate(async () => void (await navigator.serviceWorker.ready));
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      const devTools = await context.newCDPSession(page);
      await devTools.send('PWA.install', { manifestId: url, installUrlOrBundleUrl: url });
      await use({ context, page, url });
    } finally {
      await context.close();
    }
  },
});

/**
 * Opens a file with the installed app, as the operating system does.
 * @returns the page that the app opens in
 */
async function openFileWithApp({ context, page, url }: InstalledApp, path: string): Promise<Page> {
  const devTools = await context.newCDPSession(page);
  const opened = context.waitForEvent('page');
  await devTools.send('PWA.launchFilesInApp', { manifestId: url, files: [path] });
  return opened;
}

/**
 * Shares a file or text with the app as another app does: the browser posts a form to the share target of the manifest. The
 * form is on a blank page, because the app's content security policy forbids forms.
 * @returns the page that the app opens in
 */
async function shareWithApp(
  { context, url }: Pick<InstalledApp, 'context' | 'url'>,
  shared: { readonly file?: typeof deskImage; readonly text: string },
): Promise<Page> {
  const page = await context.newPage();
  const bytes = shared.file ? [...(await readFile(samplePath))] : [];
  const post = ({ file, text, bytes: content, action }: typeof shared & { bytes: number[]; action: string }) => {
    const form = document.createElement('form');
    Object.assign(form, { action, method: 'POST', enctype: 'multipart/form-data' });
    const field = (name: string, type: string) => {
      const input = Object.assign(document.createElement('input'), { name, type });
      form.append(input);
      return input;
    };
    field('text', 'text').value = text;
    if (file) {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(content)], file.name, { type: file.type }));
      field('files', 'file').files = transfer.files;
    }
    document.body.append(form);
    form.submit();
  };
  await page.evaluate(post, { ...shared, bytes, action: `${url}share` });
  return page;
}

installedTest('the installed app opens a model file on Models, and an image on Run', async ({ app }) => {
  const models = await openFileWithApp(app, digitsPath);
  await expect(models).toHaveURL(/#\/models/);
  expect((await waitForInspection(models)).result).toMatchObject({ format: 'onnx' });
  const run = await openFileWithApp(app, samplePath);
  await expect(run).toHaveURL(/#\/run/);
  expect((await waitForRuns(run)).result.inputs.map(({ file }) => file)).toEqual([deskImage.name]);
});

installedTest('an image shared by another app is run, and a shared address is entered on Models', async ({ app }) => {
  const run = await shareWithApp(app, { file: deskImage, text: '' });
  await expect(run).toHaveURL(/\/#\/run/);
  expect((await waitForRuns(run)).result.inputs.map(({ file }) => file)).toEqual([deskImage.name]);
  const models = await shareWithApp(app, { text: 'A model: https://models.example/net.onnx' });
  await expect(models).toHaveURL(/#\/models\?model=https/);
  await expect(models.getByLabel('Hugging Face model, or URL')).toHaveValue('https://models.example/net.onnx');
});
