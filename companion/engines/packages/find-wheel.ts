import { AppError, asAppError } from '#core/errors/error.ts';
import { request } from '#storage/download/http-request.ts';
import type { PackageIndex } from './pip-indexes.ts';

/** Where a file can be fetched. */
export interface FoundFile {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The simple repository API, preferably as JSON (PEP 691), otherwise as HTML (PEP 503). */
const accepted = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1';
/** Heuristic: the page of the largest pinned package has 0.6 MB. */
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
): Promise<FoundFile> {
  let failure: AppError | null = null;
  for (const index of indexes) {
    try {
      return await findIn(index, name, file, signal);
    } catch (thrown) {
      failure ??= asAppError(thrown);
      if (signal.aborted) throw thrown;
    }
  }
  throw failure ?? new AppError('internal', { why: 'no package index' });
}

async function findIn(index: PackageIndex, name: string, file: string, signal: AbortSignal): Promise<FoundFile> {
  const page = new URL(`${name}/`, index.url);
  const headers = { ...findAuthorization(page, index), Accept: accepted };
  const response = await request(page.href, { headers, signal, timeoutMs });
  const isJson = response.headers.get('Content-Type')?.includes('json') === true;
  const listed = isJson ? findLinkInJson(await response.text(), file) : findLinkInHtml(await response.text(), file);
  if (listed === null) throw new AppError('fetch-failed', { url: page.href, reason: 'file-missing', file });
  const url = new URL(listed, response.url);
  url.hash = ''; // contains a hash of the file in HTML
  if (!/^https?:$/.test(url.protocol)) {
    throw new AppError('fetch-failed', { url: page.href, reason: 'file-missing', file });
  }
  return { url: url.href, headers: findAuthorization(url, index) };
}

/** A password is sent only to the host that it was configured for. */
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

/** An anchor's text is the name of the file, its `href` the address. */
function findLinkInHtml(text: string, file: string): string | null {
  for (const [, attributes = '', name = ''] of text.matchAll(/<a\s([^>]*)>([^<]*)<\/a>/gi)) {
    const [, href] = /href\s*=\s*["']([^"']*)["']/i.exec(attributes) ?? [];
    if (name.trim() === file && href !== undefined) return href.replaceAll('&amp;', '&');
  }
  return null;
}
