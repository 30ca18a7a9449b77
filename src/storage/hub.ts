import { AppError, type ErrorFacts } from '#core/error.ts';
import type { HubFile, Repository } from '#core/hub.ts';
import { checkFileName } from '#formats/file-name.ts';
import { request, type RequestOptions } from './request.ts';

/**
 * Lists a repository at one commit: `GET /api/models/<id>/revision/<revision>` for the commit and the licence, then
 * `/tree/<commit>?recursive=true` page by page.
 *
 * @throws AppError fetch-failed | access-denied | aborted | model-corrupt if the response is not a listing
 */
export async function listRepository(
  hub: string,
  repository: string,
  revision: string,
  options: Pick<RequestOptions, 'signal' | 'onWait'> = {},
): Promise<Repository> {
  const api = `${hub}/api/models/${repository}`;
  const about = await json(await request(`${api}/revision/${encodeURIComponent(revision)}`, options));
  const commit = text(field(about, 'sha'));
  const files: HubFile[] = [];
  let next: string | null = `${api}/tree/${commit}?recursive=true`;
  while (next !== null) {
    const response = await request(next, options);
    const page = await json(response);
    if (!Array.isArray(page)) throw notAListing();
    for (const entry of page) {
      if (field(entry, 'type') === 'file') files.push(fileOf(entry, `${hub}/${repository}/resolve/${commit}`));
    }
    next = nextPage(response, hub);
  }
  return { id: repository, revision: commit, licence: licenceOf(about), files };
}

function fileOf(entry: unknown, base: string): HubFile {
  const path = checkFileName(text(field(entry, 'path')), 'listing');
  const lfs = field(entry, 'lfs');
  const size = field(lfs, 'size') ?? field(entry, 'size');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw notAListing();
  const sha256 = field(lfs, 'oid');
  return {
    path,
    sizeBytes: size,
    sha256: typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null,
    url: `${base}/${path.split('/').map(encodeURIComponent).join('/')}`,
  };
}

/** `Link: <…>; rel="next"`, followed only on the hub itself. */
function nextPage(response: Response, hub: string): string | null {
  const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('Link') ?? '')?.[1];
  if (!next) return null;
  const url = new URL(next, response.url);
  if (url.origin !== new URL(hub).origin) {
    throw notAListing({ reason: 'listing-on-other-host', host: url.origin });
  }
  return url.href;
}

function licenceOf(about: unknown): string | null {
  const licence = field(field(about, 'cardData'), 'license');
  return typeof licence === 'string' ? licence : null;
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw new AppError('aborted', {}, { cause });
    const reason = cause instanceof SyntaxError ? 'answer-not-json' : 'answer-interrupted';
    throw new AppError('fetch-failed', { url: response.url, reason }, { cause });
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw notAListing();
  return value;
}

function notAListing(facts: ErrorFacts = { reason: 'not-a-listing' }): AppError {
  return new AppError('model-corrupt', { format: 'listing', ...facts });
}
