import { AppError, asAppError } from '#core/errors/error.ts';
import { request } from '#storage/download/http-request.ts';
import type { PackageIndex } from './pip-indexes.ts';

/** A file in a package index: its address, and the headers to request it with. */
export interface RemoteFile {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Prefers the JSON form of the simple repository API (PEP 691) to HTML (PEP 503). */
const acceptHeader = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1';
/** Heuristic, not measured. The index page of the largest pinned package is 0.6 MB. */
const timeoutMs = 60_000;

/**
 * Finds a file of a package in the first index that lists it.
 * @throws AppError fetch-failed | access-denied | aborted
 */
export async function findWheel(
  name: string,
  file: string,
  indexes: readonly PackageIndex[],
  signal: AbortSignal,
): Promise<RemoteFile> {
  let failure: AppError | null = null;
  for (const index of indexes) {
    try {
      return await findWheelInIndex(index, name, file, signal);
    } catch (thrown) {
      failure ??= asAppError(thrown);
      if (signal.aborted) throw thrown;
    }
  }
  throw failure ?? new AppError('internal', { why: 'no package index' });
}

async function findWheelInIndex(
  index: PackageIndex,
  name: string,
  file: string,
  signal: AbortSignal,
): Promise<RemoteFile> {
  const page = new URL(`${name}/`, index.url);
  const headers = { ...findAuthorization(page, index), Accept: acceptHeader };
  const response = await request(page.href, { headers, signal, timeoutMs });
  const isJson = response.headers.get('Content-Type')?.includes('json') === true;
  const link = isJson ? findLinkInJson(await response.text(), file) : findLinkInHtml(await response.text(), file);
  if (link === null) throw new AppError('fetch-failed', { url: page.href, reason: 'file-missing', file });
  const url = new URL(link, response.url);
  url.hash = ''; // HTML indexes put the file's hash here
  if (!/^https?:$/.test(url.protocol)) {
    throw new AppError('fetch-failed', { url: page.href, reason: 'file-missing', file });
  }
  return { url: url.href, headers: findAuthorization(url, index) };
}

/** Returns the `Authorization` header, only for the origin that the credentials were configured for. */
function findAuthorization(url: URL, { url: index, authorization }: PackageIndex): Record<string, string> {
  return authorization !== undefined && url.origin === new URL(index).origin ? { Authorization: authorization } : {};
}

function findLinkInJson(text: string, file: string): string | null {
  let listing: unknown;
  try {
    listing = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof listing !== 'object' || listing === null || !('files' in listing)) return null;
  const files: readonly unknown[] = Array.isArray(listing.files) ? listing.files : [];
  for (const entry of files) {
    if (typeof entry !== 'object' || entry === null || !('filename' in entry) || !('url' in entry)) continue;
    if (entry.filename === file && typeof entry.url === 'string') return entry.url;
  }
  return null;
}

/** Finds a link in an HTML index, where an anchor's text is the file name and its `href` the address. */
function findLinkInHtml(text: string, file: string): string | null {
  for (const [, attributes = '', name = ''] of text.matchAll(/<a\s([^>]*)>([^<]*)<\/a>/gi)) {
    const [, href] = /href\s*=\s*["']([^"']*)["']/i.exec(attributes) ?? [];
    if (name.trim() === file && href !== undefined) return href.replaceAll('&amp;', '&');
  }
  return null;
}
