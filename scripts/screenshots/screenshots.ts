import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { AppPage } from '../../companion/browser/app-page.ts';
import { root } from '../project-root.ts';

/** The page of a screenshot, open at the app's start page. */
interface ScreenshotContext {
  readonly page: Page;
  readonly app: AppPage;
}

/** A screenshot in the README. */
export interface Screenshot {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  /** Whether the page must be connected to the companion. */
  readonly needsCompanion?: boolean;
  /** Brings the page into the state of the screenshot. */
  readonly show: (context: ScreenshotContext) => Promise<void>;
}

/** Longest wait in ms: a benchmark of a language model takes minutes on a slow machine. */
const timeout = 600_000;

export const screenshots: readonly Screenshot[] = [
  {
    name: 'home',
    colorScheme: 'light',
    show: async ({ page }) => {
      await page.goto(new URL('#/', page.url()).href); // the start page reports no state
      await page.getByRole('heading', { name: 'This device', exact: true }).waitFor();
    },
  },
  {
    name: 'detect',
    colorScheme: 'light',
    show: async ({ page, app }) => {
      await app.open('#/run?task=object-detection&sample=1');
      await app.waitForOutcome();
      await page.getByTestId('boxes').waitFor();
    },
  },
  {
    name: 'bench',
    colorScheme: 'dark',
    show: async ({ page, app }) => {
      await app.open('#/bench?workload=conv&effort=quick&auto=1');
      await app.waitForOutcome();
      await page.getByRole('button', { name: 'Share' }).first().waitFor();
    },
  },
  {
    name: 'chat',
    colorScheme: 'dark',
    show: async ({ page, app }) => {
      await app.open('#/chat?temperature=0&max=120');
      await page.getByTestId('model-file').setInputFiles(languageModel());
      await page.getByTestId('engine').waitFor({ timeout });
      await page.getByRole('textbox', { name: 'Message' }).fill('Name three planets, with one fact about each.');
      await page.keyboard.press('Enter');
      await page.getByTestId('usage').waitFor({ timeout });
    },
  },
  {
    name: 'models',
    colorScheme: 'light',
    show: async ({ page, app }) => {
      await app.open('#/models?file=1');
      await app.openModel([testData('onnx-classify/mobilenetv2-12-int8.onnx')]);
      await app.waitForOutcome();
      await page.getByTestId('fit').waitFor();
    },
  },
  {
    name: 'verdict',
    colorScheme: 'light',
    show: async ({ page, app }) => {
      await judgeClassifier(app);
      await page.getByTestId('verdict').waitFor();
    },
  },
  {
    name: 'verify',
    colorScheme: 'dark',
    show: async ({ page, app }) => {
      await judgeClassifier(app);
      await page.getByTestId('sign').click();
      await page.getByTestId('open-hallmark').click();
      await page.getByTestId('hallmark').waitFor();
    },
  },
  {
    name: 'optimise',
    colorScheme: 'light',
    show: async ({ page, app }) => {
      await app.open('#/optimise?model=cifar10');
      await page.getByTestId('optimise').click();
      await page.getByTestId('result').waitFor({ timeout });
      await page.getByTestId('stages').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'graph',
    colorScheme: 'dark',
    show: async ({ page, app }) => {
      await app.open('#/models?file=1');
      await app.openModel([testData('onnx-detect/yolox_nano.onnx')]);
      await app.waitForOutcome();
      await page.getByTestId('graph').click();
      await page.getByTestId('overlay').selectOption('flops');
      await page.getByTestId('graph-search').fill('conv');
      await page.getByTestId('next-match').click();
      await page.getByTestId('node-panel').waitFor();
    },
  },
  {
    name: 'files',
    colorScheme: 'light',
    show: async ({ page, app }) => {
      await app.open('#/files');
      await page
        .getByTestId('add-files')
        .setInputFiles(['README.md', 'docs/method.md', 'docs/hallmark.md'].map(resolveInRoot));
      const model = ['onnx/model_quantized.onnx', 'tokenizer.json', 'tokenizer_config.json', 'config.json'];
      const folder = 'real/all-MiniLM-L6-v2';
      await page.getByTestId('embedding-file').setInputFiles(model.map((file) => testData(join(folder, file))));
      await page.getByText(/^Files are searched by words. Choose/).waitFor({ state: 'hidden', timeout });
      await page.getByTestId('question').fill('What does a hallmark not prove?');
      await page.getByRole('button', { name: 'Ask', exact: true }).click();
      await page.getByTestId('sources').waitFor({ timeout });
    },
  },
  {
    name: 'companion',
    colorScheme: 'light',
    needsCompanion: true,
    show: async ({ page }) => {
      await page.getByText('Connected', { exact: true }).waitFor();
    },
  },
];

async function judgeClassifier(app: AppPage): Promise<void> {
  await app.open('#/evaluate?task=image-classification&file=1&auto=1');
  const gates = {
    quality: { severity: 'error', limit: 0.6, unit: 'fraction' },
    latency: 'error',
    'model-size': 'error',
    'hosts-contacted': 'error',
  };
  await app.setGates(JSON.stringify({ version: 1, gates }));
  await app.openModel([testData('onnx-classify/mobilenetv2-12-int8.onnx')]);
  await app.addFolder(testData('data-imagenet200'));
  await app.waitForOutcome();
}

const resolveInRoot = (path: string) => join(root, path);
const testData = (path: string) => join(requireFolder('ASSAY_TEST_DATA'), path);
const languageModel = () => join(requireFolder('ASSAY_TEST_MODELS'), 'SmolLM2-135M-Instruct.Q4_1.gguf');

/** @throws Error if the variable is not set */
function requireFolder(variable: string): string {
  const folder = process.env[variable];
  if (folder === undefined) throw new Error(`set ${variable} to the folder with the models for the screenshots`);
  return folder;
}
