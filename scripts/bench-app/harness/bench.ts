import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { browserFlags, ensureBrowser, launchBrowser } from '../../../companion/browser/browser.ts';
import type { Gateway } from '../../../companion/gateway/gateway.ts';
import { startServer, type Server } from '../../../companion/gateway/server.ts';
import { patchOrt } from '../../patch-ort.ts';
import { patchWllama } from '../../patch-wllama.ts';
import { root } from '../../project-root.ts';
import { serveModels } from '../../serve-models.ts';
import { SkippedError } from './skipped-error.ts';

/** The environment of a benchmark: a browser, a server, and a test page (`lab/`) that uses the app's bridge. */
export class BenchHarness {
  /** An initially empty folder, which is deleted at the end of the run. */
  readonly scratch: string;
  readonly log: (line: string) => void;
  readonly #executable: string;
  readonly #folder: string;
  readonly #server: Server;

  private constructor(executable: string, scratch: string, folder: string, server: Server, log: BenchHarness['log']) {
    this.#executable = executable;
    this.scratch = scratch;
    this.#folder = folder;
    this.#server = server;
    this.log = log;
  }

  static async open(log: (line: string) => void): Promise<BenchHarness> {
    const executable = await ensureBrowser(log);
    const scratch = mkdtempSync(join(tmpdir(), 'assay-bench-'));
    const folder = join(scratch, 'served');
    const lab = join(import.meta.dirname, '../lab');
    log('Building the benchmark page');
    process.env['NODE_ENV'] = 'production';
    await build({
      root: lab,
      configFile: false,
      base: './',
      logLevel: 'error',
      plugins: [serveModels(root)],
      worker: { format: 'es', plugins: () => [patchWllama(), patchOrt()] },
      build: {
        outDir: folder,
        target: 'es2023',
        modulePreload: { polyfill: false },
        rollupOptions: { input: ['index.html', 'unattached.html'].map((page) => join(lab, page)) },
      },
    });
    return new BenchHarness(executable, scratch, folder, await startServer(folder, 0), log);
  }

  launch(flags: readonly string[] = []): Promise<Browser> {
    return launchBrowser(this.#executable, flags);
  }

  /** Creates an empty profile folder, which a browser can reuse for several starts. */
  newProfile(): string {
    return mkdtempSync(join(this.scratch, 'profile-'));
  }

  /** Starts a browser at a URL of the server, with a profile on disk like a user's, without a debugger. */
  startUnattached(path: string, profile: string): ChildProcess {
    const url = new URL(path, this.#server.url).href;
    return spawn(this.#executable, [...browserFlags, `--user-data-dir=${profile}`, url], { stdio: 'ignore' });
  }

  /** Serves the test page with a companion that the page can use. The caller closes it. */
  serveLab(gateway: Gateway): Promise<Server> {
    return startServer(this.#folder, 0, gateway);
  }

  /**
   * Opens a new page and waits until `globalThis.lab` is ready.
   * @param url the URL of another server that `serveLab` has started
   */
  async openLab(browser: Browser, url = this.#server.url): Promise<Page> {
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(url);
    await page.waitForFunction(() => 'lab' in globalThis);
    return page;
  }

  /**
   * Serves a local file or folder.
   * @returns its URL
   */
  serve(path: string, name: string): string {
    const target = join(this.#folder, name);
    if (!existsSync(target)) {
      mkdirSync(join(target, '..'), { recursive: true });
      symlinkSync(path, target);
    }
    return new URL(name, this.#server.url).href;
  }

  /**
   * Returns the path of a model or image of the test data.
   * @throws SkippedError without ASSAY_TEST_DATA
   */
  testData(path: string): string {
    return resolveFile('ASSAY_TEST_DATA', path);
  }

  /**
   * Returns the path of a language model.
   * @throws SkippedError without ASSAY_TEST_MODELS
   */
  testModel(path: string): string {
    return resolveFile('ASSAY_TEST_MODELS', path);
  }

  async close(): Promise<void> {
    await this.#server.close();
    rmSync(this.scratch, { recursive: true, force: true });
  }
}

function resolveFile(variable: 'ASSAY_TEST_DATA' | 'ASSAY_TEST_MODELS', path: string): string {
  const folder = process.env[variable];
  if (!folder) throw new SkippedError(`needs real models: ${variable} is not set`);
  const file = resolve(folder, path);
  if (!existsSync(file)) throw new SkippedError(`${variable} has no ${path}`);
  return file;
}
