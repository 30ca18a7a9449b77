import type { Readable } from 'node:stream';

/** A few hundred lines. Heuristic, not measured. */
const maxCharacters = 64 * 1024;

/** The most recent output of an engine's processes. */
export class EngineLog {
  #text = '';

  get text(): string {
    return this.#text;
  }

  capture(stream: Readable): void {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      this.#text = (this.#text + chunk).slice(-maxCharacters);
    });
  }
}
