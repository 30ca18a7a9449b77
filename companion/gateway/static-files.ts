import { open, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
};

/** Matches files that the bundler names by a hash of their content, so that they never change. */
const hashedName = /^\/assets\/.+-[\w-]{8}\.\w+$/;

/** The error codes of a connection that the browser has closed. */
const disconnectCodes: ReadonlySet<string | undefined> = new Set([
  'ERR_STREAM_DESTROYED',
  'ECANCELED',
  'ECONNRESET',
  'EPIPE',
]);

/** The number of bytes that are read and sent at a time. Heuristic, not measured. */
const bufferBytes = 256 << 10;

/**
 * Responds to GET and HEAD requests with files from `folder`. Supports conditional requests, ranges and precompressed `.br`
 * files.
 */
export async function serveFile(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = parsePath(request.url ?? '/');
  const file = path && (await findFile(folder, path, acceptsEncoding(request, 'br') && !request.headers.range));
  if (!file) return sendText(response, 404, 'Not found');

  response.setHeader('Content-Type', contentTypes[extname(path)] ?? 'application/octet-stream');
  response.setHeader('Cache-Control', hashedName.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.setHeader('ETag', file.etag);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Vary', 'Accept-Encoding');
  if (file.isCompressed) response.setHeader('Content-Encoding', 'br');
  if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(file.etag)) {
    response.writeHead(304).end();
    return;
  }

  const range = parseRange(request, file);
  if (range === 'outside') {
    response.setHeader('Content-Range', `bytes */${file.size}`);
    return sendText(response, 416, 'No such range');
  }
  if (range) response.setHeader('Content-Range', `bytes ${range.start}-${range.end}/${file.size}`);
  response.setHeader('Content-Length', range ? range.end - range.start + 1 : file.size);
  response.statusCode = range ? 206 : 200;
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  await send(file.path, start, end, request, response).catch((error: NodeJS.ErrnoException) => {
    if (!disconnectCodes.has(error.code)) throw error;
  });
}

/**
 * Sends the bytes from `start` to `end` (inclusive) through one buffer. A stream allocates a buffer per chunk, whose garbage
 * collection takes longer than reading and sending together (measured).
 */
async function send(
  path: string,
  start: number,
  end: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(Math.min(bufferBytes, end + 1 - start));
    for (let offset = start; offset <= end;) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, end + 1 - offset), offset);
      if (bytesRead === 0) throw new Error(`${path} became shorter than ${end + 1} bytes while it was sent`);
      await write(buffer.subarray(0, bytesRead), request, response);
      offset += bytesRead;
    }
    response.end();
  } finally {
    await file.close();
  }
}

/**
 * Writes bytes, and resolves once the operating system has them. A disconnection is detected on the socket, because the
 * response does not always report it.
 */
function write(bytes: Buffer, { socket }: IncomingMessage, response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = () => reject(Object.assign(new Error('the client disconnected'), { code: 'ECONNRESET' }));
    socket.once('close', onClose);
    if (socket.destroyed) onClose();
    response.write(bytes, (error) => {
      socket.off('close', onClose);
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Responds with a line of text, and removes headers that were set for a file. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  for (const name of ['Cache-Control', 'Content-Length', 'Content-Encoding', 'ETag']) response.removeHeader(name);
  if (status !== 416) response.removeHeader('Content-Range');
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

/**
 * Decodes the path of a request, with `index.html` for a folder; `undefined` if it is invalid or leaves the served folder.
 */
function parsePath(url: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '');
  } catch {
    return undefined;
  }
  const isOutside = path.includes('\0') || path.split(/[/\\]/).some((step) => step === '..');
  if (!path.startsWith('/') || isOutside) return undefined;
  return path.endsWith('/') ? `${path}index.html` : path;
}

interface ServedFile {
  readonly path: string;
  readonly size: number;
  readonly etag: string;
  readonly isCompressed: boolean;
}

async function findFile(folder: string, path: string, acceptsBrotli: boolean): Promise<ServedFile | undefined> {
  const plainPath = join(folder, ...path.split('/'));
  if (!plainPath.startsWith(folder + sep)) return undefined;
  const candidates = acceptsBrotli ? [`${plainPath}.br`, plainPath] : [plainPath];
  for (const candidate of candidates) {
    const stats = await stat(candidate).catch(() => undefined);
    if (!stats?.isFile()) continue;
    const isCompressed = candidate !== plainPath;
    const etag = `"${stats.size.toString(36)}-${stats.mtimeMs.toString(36)}${isCompressed ? '-br' : ''}"`;
    return { path: candidate, size: stats.size, etag, isCompressed };
  }
  return undefined;
}

function acceptsEncoding(request: IncomingMessage, encoding: string): boolean {
  const codings = request.headers['accept-encoding']?.toString().split(',') ?? [];
  return codings.some((coding) => {
    const [name, weight] = coding.trim().split(/\s*;\s*q=/);
    return name === encoding && Number(weight ?? 1) > 0;
  });
}

/**
 * Parses the requested range (RFC 9110, 14.2), inclusive; `undefined` for the whole file, which is also the answer to a
 * request for several ranges.
 */
function parseRange(
  request: IncomingMessage,
  file: ServedFile,
): { start: number; end: number } | 'outside' | undefined {
  const { range: header, 'if-range': ifRange } = request.headers;
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if ((first === '' && last === '') || (ifRange !== undefined && ifRange !== file.etag)) return undefined;
  const start = first === '' ? Math.max(0, file.size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? file.size - 1 : Math.min(Number(last), file.size - 1);
  return start > end ? 'outside' : { start, end };
}
