import { AppError, type ErrorFacts } from '#core/errors/error.ts';
import type { HubFile, Repository } from '#core/model/hub-model.ts';
import { checkFileName } from '#formats/file-name.ts';
import { request, type RequestOptions } from '../download/http-request.ts';

/** The limits of a listing; the Hub sends 1,000 entries per page. Heuristic, not measured. */
const listingLimits = { pages: 100, bytes: 64 * 2 ** 20, ms: 120_000 };

type Limits = typeof listingLimits;

/**
 * Lists a repository at one commit: requests `/api/models/<id>/revision/<revision>` for the commit and the licence,
 * then `/tree/<commit>?recursive=true` page by page, within `limits`.
 *
 * @throws AppError fetch-failed | access-denied | aborted | model-corrupt if the response is not a listing
 */
export async function listRepository(
  hub: string,
  repository: string,
  revision: string,
  options: Pick<RequestOptions, 'signal' | 'onWait'> = {},
  limits: Limits = listingLimits,
): Promise<Repository> {
  const timeout = AbortSignal.timeout(limits.ms);
  const signal = AbortSignal.any([timeout, ...(options.signal ? [options.signal] : [])]);
  try {
    return await list(hub, repository, revision, { ...options, signal }, limits);
  } catch (thrown) {
    if (!timeout.aborted || options.signal?.aborted) throw thrown;
    throw createLimitError(hub, repository, { reason: 'listing-too-slow', seconds: limits.ms / 1000 });
  }
}

async function list(
  hub: string,
  repository: string,
  revision: string,
  options: RequestOptions,
  limits: Limits,
): Promise<Repository> {
  const api = `${hub}/api/models/${repository}`;
  let remainingBytes = limits.bytes;
  const get = async (url: string) => {
    const response = await request(url, options);
    const body = await readText(response, remainingBytes);
    if (body === null) {
      throw createLimitError(hub, repository, { reason: 'listing-too-large', maxBytes: limits.bytes });
    }
    remainingBytes -= body.length;
    return { response, page: parseBody(body, response) };
  };
  const { page: metadata } = await get(`${api}/revision/${encodeURIComponent(revision)}`);
  const commit = requireText(readField(metadata, 'sha'));
  const files: HubFile[] = [];
  const visited = new Set<string>();
  let next: string | null = `${api}/tree/${commit}?recursive=true`;
  while (next !== null) {
    if (visited.has(next)) throw createLimitError(hub, repository, { reason: 'listing-repeats' });
    if (visited.size === limits.pages) {
      throw createLimitError(hub, repository, { reason: 'listing-too-long', maxPages: limits.pages });
    }
    visited.add(next);
    const { response, page } = await get(next);
    if (!Array.isArray(page)) throw createNotListingError();
    for (const entry of page) {
      if (readField(entry, 'type') === 'file') files.push(toHubFile(entry, `${hub}/${repository}/resolve/${commit}`));
    }
    next = findNextPage(response, hub);
  }
  return { id: repository, revision: commit, licence: readLicence(metadata), files };
}

function createLimitError(hub: string, repository: string, facts: ErrorFacts): AppError {
  return new AppError('fetch-failed', { url: `${hub}/${repository}`, host: new URL(hub).host, ...facts });
}

function toHubFile(entry: unknown, base: string): HubFile {
  const path = checkFileName(requireText(readField(entry, 'path')), 'listing');
  const lfs = readField(entry, 'lfs');
  const size = readField(lfs, 'size') ?? readField(entry, 'size');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw createNotListingError();
  const sha256 = readField(lfs, 'oid');
  return {
    path,
    sizeBytes: size,
    sha256: typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null,
    url: `${base}/${path.split('/').map(encodeURIComponent).join('/')}`,
  };
}

/**
 * Finds the URL of the next page, from `Link: <…>; rel="next"`; `null` if there is none.
 * @throws AppError model-corrupt if the page is on another origin
 */
function findNextPage(response: Response, hub: string): string | null {
  const next = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('Link') ?? '')?.[1];
  if (!next) return null;
  const url = new URL(next, response.url);
  if (url.origin !== new URL(hub).origin) {
    throw createNotListingError({ reason: 'listing-on-other-host', host: url.origin });
  }
  return url.href;
}

function readLicence(metadata: unknown): string | null {
  const licence = readField(readField(metadata, 'cardData'), 'license');
  return typeof licence === 'string' ? licence : null;
}

/** Reads the body as text; `null` if it has more than `maxBytes`. */
async function readText(response: Response, maxBytes: number): Promise<string | null> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  try {
    // Leaving the loop cancels the response.
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > maxBytes) return null;
      chunks.push(chunk);
    }
    return await new Blob(chunks).text();
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw new AppError('aborted', {}, { cause });
    throw new AppError('fetch-failed', { url: response.url, reason: 'answer-interrupted' }, { cause });
  }
}

function parseBody(body: string, { url }: Response): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new AppError('fetch-failed', { url, reason: 'answer-not-json' }, { cause });
  }
}

function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function requireText(value: unknown): string {
  if (typeof value !== 'string') throw createNotListingError();
  return value;
}

function createNotListingError(facts: ErrorFacts = { reason: 'not-a-listing' }): AppError {
  return new AppError('model-corrupt', { format: 'listing', ...facts });
}
