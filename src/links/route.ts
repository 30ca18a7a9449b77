/**
 * The page of a link and its parameters. The query of `run`, `bench` and `device` specifies the whole run, so a link
 * repeats it; the query of `results` is the search in its list. A stored result is one stored on this device.
 */
export type Route =
  | { readonly page: 'home' | PlainPage }
  | { readonly page: QueriedPage; readonly query: URLSearchParams }
  | { readonly page: 'result'; readonly payload: string }
  | { readonly page: 'verify'; readonly hallmark: string | null }
  | { readonly page: 'stored-result'; readonly id: string }
  | { readonly page: 'compare'; readonly first: string; readonly second: string }
  | { readonly page: 'compare-stored'; readonly first: string; readonly second: string }
  | { readonly page: 'unknown'; readonly path: string };

/** Pages without parameters. */
type PlainPage = (typeof plainPages)[number];
const plainPages = ['help', 'about', 'method'] as const;

type QueriedPage = (typeof queriedPages)[number];
const queriedPages = [
  'deployments',
  'device',
  'companion',
  'run',
  'files',
  'evaluate',
  'graph',
  'optimise',
  'bench',
  'chat',
  'models',
  'profile',
  'results',
  'targets',
  'teach',
  'tune',
] as const;

/** Parses `location.hash`. Payloads are passed on unparsed: their codec validates them. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = splitOnce(hash.replace(/^#/, ''), '?');
  const [first = '', ...rest] = path.split('/').filter((part) => part !== '');
  const query = new URLSearchParams(search);
  if (first === '') return { page: 'home' };
  if (isPageIn(plainPages, first) && rest.length === 0) return { page: first };
  if (first === 'ask' && rest.length === 0) return { page: 'files', query }; // the name of its command
  if (isPageIn(queriedPages, first) && rest.length === 0) return { page: first, query };
  if (first === 'r' && rest.length === 1) return { page: 'result', payload: rest[0] ?? '' };
  if (first === 'verify' && rest.length === 0) return { page: 'verify', hallmark: null };
  if (first === 'h' && rest.length === 1) return { page: 'verify', hallmark: rest[0] ?? '' };
  if (first === 'results' && rest.length === 1) return { page: 'stored-result', id: rest[0] ?? '' };
  if ((first === 'compare' || first === 'results') && rest.length === 2) {
    const page = first === 'compare' ? 'compare' : 'compare-stored';
    return { page, first: rest[0] ?? '', second: rest[1] ?? '' };
  }
  return { page: 'unknown', path };
}

function isPageIn<Page extends string>(pages: readonly Page[], page: string): page is Page {
  return (pages as readonly string[]).includes(page);
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
