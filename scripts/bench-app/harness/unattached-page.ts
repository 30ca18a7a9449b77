import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BenchHarness } from './bench.ts';

const timeoutMs = 300_000;

/**
 * The page `lab/unattached.ts` in a browser without an attached debugger. A debugger copies every response of up to 10
 * MB, which doubles the time of a download in parts (measured) and needs up to 200 MB.
 */
export class UnattachedPage {
  readonly #resultServer: Server;
  readonly #browser: ChildProcess;

  private constructor(resultServer: Server, browser: ChildProcess) {
    this.#resultServer = resultServer;
    this.#browser = browser;
  }

  /**
   * Opens the page for a job.
   * @param params parameters of the job, which the page's URL contains
   * @param profile the profile folder of an earlier browser; by default a new one
   */
  static async open(
    bench: BenchHarness,
    job: string,
    params: Readonly<Record<string, string | number | readonly string[]>>,
    profile = bench.newProfile(),
  ): Promise<UnattachedPage> {
    const resultServer = createServer((request, response) => {
      const message = new URL(request.url ?? '', 'http://localhost').searchParams.get('message');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin').end();
      resultServer.emit('message', message);
    });
    await new Promise<void>((resolve) => resultServer.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(resultServer.address() as AddressInfo).port}/`;
    const query = new URLSearchParams({ job, resultUrl: address });
    for (const [name, values] of Object.entries(params))
      for (const value of [values].flat()) query.append(name, String(value));
    return new UnattachedPage(resultServer, bench.startUnattached(`unattached.html#${query}`, profile));
  }

  get browserPid(): number {
    return this.#browser.pid!;
  }

  /** Waits for the next message of the page. */
  async next(): Promise<string> {
    const [message] = (await once(this.#resultServer, 'message', { signal: AbortSignal.timeout(timeoutMs) })) as [
      string,
    ];
    return message;
  }

  /**
   * Waits for the page's result, as JSON.
   * @throws Error with the page's message if it failed
   */
  async readResult<T>(): Promise<T> {
    const message = await this.next();
    if (!/^[[{]/.test(message)) throw new Error(message);
    return JSON.parse(message) as T;
  }

  async close(): Promise<void> {
    this.#browser.kill();
    await once(this.#browser, 'close');
    this.#resultServer.closeAllConnections();
    this.#resultServer.close();
  }
}
