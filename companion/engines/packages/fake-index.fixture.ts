import { startHttpServer, type HttpServer } from '../../../e2e/fixtures/http-server.ts';
import type { PackageIndex } from './pip-indexes.ts';

interface Behaviour {
  readonly listing?: 'json' | 'html';
  /** Closes the connection after this number of bytes of each response except the last. */
  readonly breaksAfter?: number;
  readonly ignoresRange?: boolean;
  /** Sends this number of bytes of the file and then nothing. */
  readonly stallsAfter?: number;
  /** `user:password` that every request needs. */
  readonly password?: string;
}

/** A package index on this machine that lists and serves one wheel, and records the requests for it. */
export class FakeIndex {
  readonly ranges: (string | undefined)[] = [];
  #host!: HttpServer;

  static async start(wheel: Uint8Array, file: string, behaviour: Behaviour = {}): Promise<FakeIndex> {
    const index = new FakeIndex();
    index.#host = await startHttpServer(async (request, response) => {
      const { password, listing = 'json', breaksAfter, ignoresRange, stallsAfter } = behaviour;
      const expected = `Basic ${Buffer.from(password ?? '').toString('base64')}`;
      if (password !== undefined && request.headers.authorization !== expected) {
        response.writeHead(401).end();
      } else if (request.url === '/simple/tiny/' && listing === 'json') {
        const files = [{ filename: file, url: `../../files/${file}`, hashes: {} }];
        response.setHeader('Content-Type', 'application/vnd.pypi.simple.v1+json').end(JSON.stringify({ files }));
      } else if (request.url === '/simple/tiny/') {
        const page = `<a href="/other">other</a><a data-x="1" href="/files/${file}#sha256=00">${file}</a>`;
        response.setHeader('Content-Type', 'text/html').end(page);
      } else if (request.url === `/files/${file}`) {
        index.ranges.push(request.headers.range);
        const start = ignoresRange ? 0 : Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
        const remainingBytes = wheel.subarray(start);
        const range = { 'Content-Range': `bytes ${start}-${wheel.length - 1}/${wheel.length}` };
        response.writeHead(start > 0 ? 206 : 200, { 'Content-Length': remainingBytes.length, ...(start > 0 && range) });
        const sentBytes = stallsAfter ?? breaksAfter ?? Infinity;
        if (sentBytes >= remainingBytes.length) response.end(remainingBytes);
        else
          response.write(remainingBytes.subarray(0, sentBytes), () => stallsAfter === undefined && response.destroy());
      } else response.writeHead(404).end();
    });
    return index;
  }

  get indexes(): readonly PackageIndex[] {
    return [{ url: `${this.#host.url}/simple/` }];
  }

  close(): Promise<void> {
    return this.#host.close();
  }
}
