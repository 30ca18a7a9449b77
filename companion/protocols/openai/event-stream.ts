import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { limits } from '../../gateway/limits.ts';

/** Server-sent events in the format of OpenAI's API: `data: <JSON>`, and `data: [DONE]` at the end. */
export class EventStream {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** Sends an event, and waits while the client reads more slowly; one that does not read is disconnected. */
  async send(data: object): Promise<void> {
    const response = this.#response;
    if (!response.headersSent) response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    if (response.write(`data: ${JSON.stringify(data)}\n\n`) || response.destroyed) return;
    const signal = AbortSignal.timeout(limits.drainMs);
    await Promise.race(['drain', 'close'].map((event) => once(response, event, { signal }))).catch(() =>
      response.destroy(),
    );
  }

  end(): void {
    this.#response.end('data: [DONE]\n\n');
  }
}
