import type { ElementHandle, Page } from 'playwright-core';
import { AppError } from '#core/errors/error.ts';
import type { AutomationApi, AutomationStatus } from '#state/shell/automation-status.ts';
import type { RequestLog } from './request-log.ts';
import { engine } from '#words/en/device/engine.ts';

type RecordedRequests = NonNullable<AutomationApi['recordedRequests']>;

/** The interval between reads of the status. Heuristic, not measured. */
const pollMs = 250;

/** The app in a browser, driven only through its automation API (`globalThis.assay`). */
export class AppPage {
  readonly #page: Page;
  readonly #log: (line: string) => void;

  constructor(page: Page, log: (line: string) => void) {
    this.#page = page;
    this.#log = log;
  }

  /** Opens the app at a URL and waits until its page has started. */
  async visit(url: string): Promise<void> {
    await this.#page.goto(url);
    await this.#waitForStart();
  }

  /** Lets the app read this program's log of the browser's requests. */
  async shareRequests(requestLog: RequestLog): Promise<void> {
    await this.#page.exposeFunction('recordedRequests', (startedAtMs: number) =>
      requestLog.summariseSince(startedAtMs),
    );
    await this.#page.evaluate(() => {
      const { recordedRequests } = globalThis as unknown as { recordedRequests: RecordedRequests };
      globalThis.assay!.recordedRequests = recordedRequests;
    });
  }

  /** Opens another link of the app (`#/…`) without reloading the app. */
  async open(link: string): Promise<void> {
    await this.#page.evaluate((address) => globalThis.assay!.open(address), link);
    await this.#waitForStart();
  }

  /** Opens model files on the page. */
  async openModel(paths: readonly string[]): Promise<void> {
    await this.#waitUntilOffered('openModel');
    const input = await this.#createFileInput(paths);
    await input.evaluate(({ files }) => globalThis.assay!.openModel([...(files ?? [])]));
  }

  async addInputs(paths: readonly string[]): Promise<void> {
    const input = await this.#createFileInput(paths);
    await input.evaluate(({ files }) => globalThis.assay!.addInputs([...(files ?? [])]));
  }

  async openChat(paths: readonly string[]): Promise<void> {
    await this.#waitUntilOffered('openChat');
    const input = await this.#createFileInput(paths);
    await input.evaluate(({ files }) => globalThis.assay!.openChat([...(files ?? [])]));
  }

  async openBaseline(paths: readonly string[]): Promise<void> {
    const input = await this.#createFileInput(paths);
    await input.evaluate(({ files }) => globalThis.assay!.openBaseline([...(files ?? [])]));
  }

  /**
   * Adds all files of a folder, and further files, as inputs. The browser reads them from disk without copying them.
   */
  async addFolder(folder: string, otherPaths: readonly string[] = []): Promise<void> {
    const folderInput = await this.#page.evaluateHandle(() => globalThis.assay!.fileInput('folder'));
    await folderInput.setInputFiles(folder);
    const otherInput = await this.#createFileInput(otherPaths);
    await folderInput.evaluate(
      ({ files }, second) => globalThis.assay!.addInputs([...(files ?? []), ...(second.files ?? [])]),
      otherInput,
    );
  }

  /** Sets the text of the gate file for the evaluation. */
  async setGates(text: string): Promise<void> {
    await this.#waitUntilOffered('setGates');
    await this.#page.evaluate((gates) => globalThis.assay!.setGates(gates), text);
  }

  async inspect(): Promise<void> {
    await this.#page.evaluate(() => globalThis.assay!.inspect());
  }

  async download(): Promise<void> {
    await this.#page.evaluate(() => globalThis.assay!.download());
  }

  async readStatus(): Promise<AutomationStatus> {
    return this.#page.evaluate(() => {
      const { state, progress, result, link, error } = globalThis.assay!;
      return { state, progress, result, link, error };
    });
  }

  /** Waits until the page has completed or failed, and logs its progress. */
  async waitForOutcome(): Promise<AutomationStatus> {
    let lastLine = '';
    for (;;) {
      const status = await this.readStatus();
      if (status.state === 'done' || status.state === 'failed') return status;
      const line = formatProgress(status);
      if (line && line !== lastLine) this.#log((lastLine = line));
      await this.#page.waitForTimeout(pollMs);
    }
  }

  /**
   * Waits for the result of the page.
   * @throws the AppError that the page reports if it has failed
   */
  async waitForResult(): Promise<unknown> {
    const { error, result } = await this.waitForOutcome();
    if (error) throw new AppError(error.code, error.facts);
    return result;
  }

  async waitForFailure(): Promise<void> {
    const hasFailed = () => globalThis.assay?.state === 'failed';
    await this.#page.waitForFunction(hasFailed, undefined, { timeout: 0 });
  }

  /** Waits until the page offers an action. It offers none while it is being rendered, for example after a URL change. */
  async #waitUntilOffered(action: 'openModel' | 'openChat' | 'setGates'): Promise<void> {
    await this.#page.waitForFunction((name) => globalThis.assay!.offers(name), action);
  }

  async #waitForStart(): Promise<void> {
    const hasStarted = () => (globalThis.assay?.state ?? 'starting') !== 'starting';
    await this.#page.waitForFunction(hasStarted);
  }

  async #createFileInput(paths: readonly string[]): Promise<ElementHandle<HTMLInputElement>> {
    const input = await this.#page.evaluateHandle(() => globalThis.assay!.fileInput());
    await input.setInputFiles([...paths]);
    return input;
  }
}

/** The log texts of the phases that the page reports as codes. */
const phaseNames: Readonly<Record<string, string>> = engine.phases;

/** Formats progress in steps of 10 %, to keep the log short. */
function formatProgress({ progress }: AutomationStatus): string | undefined {
  if (!progress) return undefined;
  const { phase, fraction } = progress;
  const name = phaseNames[phase] ?? phase;
  return fraction === null ? name : `${name}: ${Math.floor(fraction * 10) * 10}%`;
}
