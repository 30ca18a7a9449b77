/**
 * The page of a link and its parameters. The query of `run`, `bench` and `device` specifies the complete run, so a link
 * repeats it; the query of `results` is the search in its list. A stored result is on this device.
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

/** Parses `location.hash`. Payloads remain unparsed: their codec validates them. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = splitOnce(hash.replace(/^#/, ''), '?');
  const [first = '', ...others] = path.split('/').filter((part) => part !== '');
  const query = new URLSearchParams(search);
  if (first === '') return { page: 'home' };
  if (isPageIn(plainPages, first) && others.length === 0) return { page: first };
  // The command for this page is called `ask`.
  if (first === 'ask' && others.length === 0) return { page: 'files', query };
  if (isPageIn(queriedPages, first) && others.length === 0) return { page: first, query };
  if (first === 'r' && others.length === 1) return { page: 'result', payload: others[0] ?? '' };
  if (first === 'verify' && others.length === 0) return { page: 'verify', hallmark: null };
  if (first === 'h' && others.length === 1) return { page: 'verify', hallmark: others[0] ?? '' };
  if (first === 'results' && others.length === 1) return { page: 'stored-result', id: others[0] ?? '' };
  if ((first === 'compare' || first === 'results') && others.length === 2) {
    const page = first === 'compare' ? 'compare' : 'compare-stored';
    return { page, first: others[0] ?? '', second: others[1] ?? '' };
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
