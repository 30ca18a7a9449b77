import { expect, test } from 'vitest';
import { parseRoute } from './route.ts';

test.each([
  ['', 'home'],
  ['#', 'home'],
  ['#/', 'home'],
  ['#/device', 'device'],
  ['#/ask', 'files'],
  ['#/run?task=digits', 'run'],
  ['#/bench', 'bench'],
  ['#/help', 'help'],
  ['#/method', 'method'],
  ['#/about/deeper', 'unknown'],
  ['#/r/AbC-_9', 'result'],
  ['#/verify', 'verify'],
  ['#/h/AbC-_9', 'verify'],
  ['#/compare/a/b', 'compare'],
  ['#/results?kind=text', 'results'],
  ['#/results/20261120T0941-3f2c1ab9', 'stored-result'],
  ['#/results/a/b/c', 'unknown'],
  ['#/r', 'unknown'],
  ['#/compare/a', 'unknown'],
  ['#/run/deeper', 'unknown'],
  ['#/no-such-page', 'unknown'],
])('the URL hash %j opens the page %s', (hash, page) => {
  expect(parseRoute(hash).page).toBe(page);
});

test('the query of a URL is preserved, including question marks in values', () => {
  const route = parseRoute('#/bench?workload=conv&note=a%3Fb?c');
  expect(route).toMatchObject({ page: 'bench' });
  const query = route.page === 'bench' ? route.query : new URLSearchParams();
  expect([...query]).toEqual([
    ['workload', 'conv'],
    ['note', 'a?b?c'],
  ]);
});

test('the payloads of result and comparison URLs are passed on unchanged', () => {
  expect(parseRoute('#/r/1AbC-_9')).toEqual({ page: 'result', payload: '1AbC-_9' });
  expect(parseRoute('#/h/1AbC-_9')).toEqual({ page: 'verify', hallmark: '1AbC-_9' });
  expect(parseRoute('#/compare/x1/y2')).toEqual({ page: 'compare', first: 'x1', second: 'y2' });
});
