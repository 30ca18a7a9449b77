import { expect, test } from 'vitest';
import { addIsolationHeaders } from './isolation-headers.ts';

test('a response gets the isolation headers, with unchanged status, type and body', async () => {
  const original = new Response('<h1>x</h1>', {
    status: 203,
    headers: { 'Content-Type': 'text/html', 'Content-Encoding': 'gzip', 'Content-Length': '7' },
  });
  const response = addIsolationHeaders(original);
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
  expect(addIsolationHeaders(response)).toBe(response);
});
