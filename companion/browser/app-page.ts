import type { ElementHandle, Page } from 'playwright-core';
import { AppError } from '#core/errors/error.ts';
import type { AutomationApi, AutomationStatus } from '#state/shell/automation-status.ts';
import type { RequestLog } from './request-log.ts';
import { engine } from '#words/en/device/engine.ts';

type RecordedRequests = NonNullable<AutomationApi['recordedRequests']>;

/** Interval between two reads of the status. Heuristic, not measured. */
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

  /** Passes the app this program's log of the browser's requests. */
  async shareRequests(requestLog: RequestLog): Promise<void> {
    await this.#page.exposeFunction('recordedRequests', (startedAtMs: number) => requestLog.since(startedAtMs));
    await this.#page.evaluate(() => {
      const { recordedRequests } = globalThis as unknown as { recordedRequests: RecordedRequests };
      globalThis.assay!.recordedRequests = recordedRequests;
    });
  }

  /** Opens another link of the app (`#/…`) without a reload. */
  async open(link: string): Promise<void> {
    await this.#page.evaluate((next) => globalThis.assay!.open(next), link);
    await this.#waitForStart();
  }

  async openModel(paths: readonly string[]): Promise<void> {
    await this.#waitUntilOffered('openModel');
    const input = await this.#inputWith(paths);
    await input.evaluate(({ files }) => globalThis.assay!.openModel([...(files ?? [])]));
  }

  async addInputs(paths: readonly string[]): Promise<void> {
    const input = await this.#inputWith(paths);
    await input.evaluate(({ files }) => globalThis.assay!.addInputs([...(files ?? [])]));
  }

  async openChat(paths: readonly string[]): Promise<void> {
    await this.#waitUntilOffered('openChat');
    const input = await this.#inputWith(paths);
    await input.evaluate(({ files }) => globalThis.assay!.openChat([...(files ?? [])]));
  }

  async openBaseline(paths: readonly string[]): Promise<void> {
    const input = await this.#inputWith(paths);
    await input.evaluate(({ files }) => globalThis.assay!.openBaseline([...(files ?? [])]));
  }

  /** Passes all files of a folder, and others; the browser reads them where they are. */
  async addFolder(folder: string, others: readonly string[] = []): Promise<void> {
    const folderInput = await this.#page.evaluateHandle(() => globalThis.assay!.fileInput('folder'));
    await folderInput.setInputFiles(folder);
    const otherInput = await this.#inputWith(others);
    await folderInput.evaluate(
      ({ files }, other) => globalThis.assay!.addInputs([...(files ?? []), ...(other.files ?? [])]),
      otherInput,
    );
  }

  /** Sets the text of the gate file that the evaluation is judged by. */
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

  async status(): Promise<AutomationStatus> {
    return this.#page.evaluate(() => {
      const { state, progress, result, link, error } = globalThis.assay!;
      return { state, progress, result, link, error };
    });
  }

  /** Waits until the page is done or has failed, and reports its progress. */
  async outcome(): Promise<AutomationStatus> {
    let lastLine = '';
    for (;;) {
      const status = await this.status();
      if (status.state === 'done' || status.state === 'failed') return status;
      const line = progressLine(status);
      if (line && line !== lastLine) this.#log((lastLine = line));
      await this.#page.waitForTimeout(pollMs);
    }
  }

  /** @throws AppError reported by the page if it failed */
  async result(): Promise<unknown> {
    const { error, result } = await this.outcome();
    if (error) throw new AppError(error.code, error.facts);
    return result;
  }

  async waitForFailure(): Promise<void> {
    const hasFailed = () => globalThis.assay?.state === 'failed';
    await this.#page.waitForFunction(hasFailed, undefined, { timeout: 0 });
  }

  /** While a page is being shown again, e.g. because its URL changed, it does not offer its actions. */
  async #waitUntilOffered(action: 'openModel' | 'openChat' | 'setGates'): Promise<void> {
    await this.#page.waitForFunction((name) => globalThis.assay!.offers(name), action);
  }

  async #waitForStart(): Promise<void> {
    const hasStarted = () => (globalThis.assay?.state ?? 'starting') !== 'starting';
    await this.#page.waitForFunction(hasStarted);
  }

  async #inputWith(paths: readonly string[]): Promise<ElementHandle<HTMLInputElement>> {
    const input = await this.#page.evaluateHandle(() => globalThis.assay!.fileInput());
    await input.setInputFiles([...paths]);
    return input;
  }
}

/** The names of the phases that are codes. */
const phaseNames: Readonly<Record<string, string>> = engine.phases;

/** Progress in steps of 10%, so a log stays readable. */
function progressLine({ progress }: AutomationStatus): string | undefined {
  if (!progress) return undefined;
  const { phase, fraction } = progress;
  const name = phaseNames[phase] ?? phase;
  return fraction === null ? name : `${name}: ${Math.floor(fraction * 10) * 10}%`;
}
