import { expect, test } from 'vitest';
import { withIsolationHeaders } from './isolation-headers.ts';

test('a response gets the headers that isolate a page, with the same status, type and body', async () => {
  const plain = new Response('<h1>x</h1>', {
    status: 203,
    headers: { 'Content-Type': 'text/html', 'Content-Encoding': 'gzip', 'Content-Length': '7' },
  });
  const response = withIsolationHeaders(plain);
  expect(Object.fromEntries(response.headers)).toEqual({
    'content-type': 'text/html',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
  });
  expect(response.status).toBe(203);
  expect(await response.text()).toBe('<h1>x</h1>');
});

test('a response that has both headers is not changed', () => {
  const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'credentialless' };
  const response = new Response('', { headers });
  expect(withIsolationHeaders(response)).toBe(response);
});
