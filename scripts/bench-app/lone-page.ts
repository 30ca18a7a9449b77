import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bench } from './bench.ts';

const patienceMs = 300_000;

/**
 * A page of the lab (`lab/alone.ts`) in a browser with nobody attached. What watches a page copies every answer of up to
 * 10 MB for itself: that doubles the time of a download in parts (measured), and takes up to 200 MB.
 */
export class LonePage {
  readonly #told: Server;
  readonly #browser: ChildProcess;

  private constructor(told: Server, browser: ChildProcess) {
    this.#told = told;
    this.#browser = browser;
  }

  /**
   * @param asked What the job is told of by the page's address.
   * @param profile What the browser kept before; by default it has nothing.
   */
  static async open(
    bench: Bench,
    job: string,
    asked: Readonly<Record<string, string | number | readonly string[]>>,
    profile = bench.newProfile(),
  ): Promise<LonePage> {
    const told = createServer((request, response) => {
      const outcome = new URL(request.url ?? '', 'http://told').searchParams.get('outcome');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin').end();
      told.emit('outcome', outcome);
    });
    await new Promise<void>((resolve) => told.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(told.address() as AddressInfo).port}/`;
    const query = new URLSearchParams({ job, told: address });
    for (const [name, values] of Object.entries(asked))
      for (const value of [values].flat()) query.append(name, String(value));
    return new LonePage(told, bench.startAlone(`alone.html#${query}`, profile));
  }

  get browserPid(): number {
    return this.#browser.pid!;
  }

  /** What the page tells next. */
  async next(): Promise<string> {
    const [outcome] = (await once(this.#told, 'outcome', { signal: AbortSignal.timeout(patienceMs) })) as [string];
    return outcome;
  }

  /** What the page measured, as JSON. @throws Error with what went wrong there instead */
  async times<T>(): Promise<T> {
    const outcome = await this.next();
    if (!/^[[{]/.test(outcome)) throw new Error(outcome);
    return JSON.parse(outcome) as T;
  }

  async close(): Promise<void> {
    this.#browser.kill();
    await once(this.#browser, 'close');
    this.#told.closeAllConnections();
    this.#told.close();
  }
}
