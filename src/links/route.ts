/** Where a link leads. The query of `run`, `bench` and `device` names the whole run, so a link repeats it. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'device' | 'run' | 'bench' | 'chat' | 'models'; readonly query: URLSearchParams }
  | { readonly page: 'result'; readonly payload: string }
  | { readonly page: 'compare'; readonly first: string; readonly second: string }
  | { readonly page: 'unknown'; readonly path: string };

/** Reads `location.hash`. Payloads are passed on unread: their own codec judges them. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = split(hash.replace(/^#/, ''), '?');
  const [first = '', ...rest] = path.split('/').filter((part) => part !== '');
  const query = new URLSearchParams(search);
  if (first === '') return { page: 'home' };
  if (isQueried(first) && rest.length === 0) return { page: first, query };
  if (first === 'r' && rest.length === 1) return { page: 'result', payload: rest[0] ?? '' };
  if (first === 'compare' && rest.length === 2) {
    return { page: 'compare', first: rest[0] ?? '', second: rest[1] ?? '' };
  }
  return { page: 'unknown', path };
}

function isQueried(page: string): page is 'device' | 'run' | 'bench' | 'chat' | 'models' {
  return ['device', 'run', 'bench', 'chat', 'models'].includes(page);
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
