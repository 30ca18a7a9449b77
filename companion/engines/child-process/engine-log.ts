import type { Readable } from 'node:stream';

/** Heuristic: some hundred lines. */
const maxCharacters = 64 * 1024;

/** The last output of an engine's process, for people to read. */
export class EngineLog {
  #text = '';

  get text(): string {
    return this.#text;
  }

  read(stream: Readable): void {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      this.#text = (this.#text + chunk).slice(-maxCharacters);
    });
  }
}
