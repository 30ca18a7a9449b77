import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { limits } from '../../gateway/limits.ts';

/** A stream of server-sent events in OpenAI's format: `data: <JSON>`, and `data: [DONE]` at the end. */
export class EventStream {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  /** Sends an event, and waits until the client has read enough. A client that stops reading is disconnected. */
  async send(data: object): Promise<void> {
    const response = this.#response;
    this.#writeHead();
    if (response.write(`data: ${JSON.stringify(data)}\n\n`) || response.destroyed) return;
    const settled = new AbortController();
    const signal = AbortSignal.any([settled.signal, AbortSignal.timeout(limits.drainMs)]);
    const events = ['drain', 'close'].map((event) => once(response, event, { signal }));
    await Promise.race(events).catch(() => response.destroy());
    settled.abort(); // removes the listener for the event that did not occur
    await Promise.allSettled(events);
  }

  end(): void {
    this.#writeHead();
    this.#response.end('data: [DONE]\n\n');
  }

  #writeHead(): void {
    if (!this.#response.headersSent) this.#response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  }
}
