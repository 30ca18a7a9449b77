import { afterEach, expect, test } from 'vitest';
import { receiveShare } from './share-target.ts';

const scope = new URL('/', location.href).href;
afterEach(() => caches.delete('assay-shared'));

test('shared files with name and type, and shared text, are stored for the page', async () => {
  const form = new FormData();
  form.append('files', new File(['pixels'], 'größe 1.png', { type: 'image/png' }));
  form.append('text', 'See https://assay.example/#/r/x');
  const response = await receiveShare(new Request(`${scope}share`, { method: 'POST', body: form }), scope);
  expect(response.status).toBe(303);
  expect(response.headers.get('Location')).toBe(`${scope}?shared`);
  const cache = await caches.open('assay-shared');
  const file = await cache.match(`${scope}shared/0`);
  expect(file?.headers.get('X-Name')).toBe('gr%C3%B6%C3%9Fe%201.png');
  expect(file?.headers.get('Content-Type')).toBe('image/png');
  expect(await file?.text()).toBe('pixels');
  expect(await (await cache.match(`${scope}shared/text`))?.text()).toBe('See https://assay.example/#/r/x');
});
