import { afterEach, beforeEach, expect, test } from 'vitest';
import { hubCommit } from '#core/model/fake-hub.fixture.ts';
import { writeGguf } from '#formats/gguf/write-gguf.ts';
import { clearFaults, hub, readHubLog, addFile, repository, resetHub, injectFault } from './hub.fixture.ts';
import { InspectHandle } from './inspect-handle.ts';

let handle: InspectHandle;
beforeEach(async () => {
  await resetHub();
  handle = new InspectHandle();
});
afterEach(() => handle.close());

const list = (options = {}) => handle.list(hub, repository, 'main', options);

test('lists a repository page by page, with file sizes and hashes', async () => {
  const weights = await addFile('model.gguf', 5000);
  await addFile('README.md', 70, { isLarge: false });
  await addFile('onnx/model.onnx', 3000, { seed: 2 });
  await addFile('onnx/a name with spaces.onnx', 200, { seed: 3 });
  await addFile('tokenizer.json', 900, { isLarge: false });
  const { repository: listed } = await list();
  expect(listed).toMatchObject({ id: repository, revision: hubCommit, licence: 'apache-2.0' });
  expect(listed.files.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
    ['model.gguf', 5000],
    ['README.md', 70],
    ['onnx/model.onnx', 3000],
    ['onnx/a name with spaces.onnx', 200],
    ['tokenizer.json', 900],
  ]);
  expect(listed.files.map(({ sha256 }) => sha256 !== null)).toEqual([true, false, true, true, false]);
  // URLs contain the commit, so the fetched files are the listed ones.
  const folderUrl = `${hub}/${repository}/resolve/${hubCommit}`;
  expect(listed.files[0]).toMatchObject({ sha256: weights, url: `${folderUrl}/model.gguf` });
  expect(listed.files[3]?.url).toBe(`${folderUrl}/onnx/a%20name%20with%20spaces.onnx`);
});

test('a listing waits as long as Retry-After requests, or 1 s and then 2 s without it', async () => {
  await addFile('model.gguf', 5000);
  await injectFault('', { kind: 'busy', retryAfter: '2', times: 1 });
  await injectFault('', { kind: 'busy', times: 1 });
  const waits: number[] = [];
  const { repository: listed } = await list({ onWait: (waitMs: number) => waits.push(waitMs) });
  expect(listed.files).toHaveLength(1);
  expect(waits).toEqual([2000, 2000]); // the second delay is the default, because the server requests none
});

test('aborts a wait for a busy hub', async () => {
  await addFile('model.gguf', 5000);
  await injectFault('', { kind: 'busy', retryAfter: '3600' });
  const stop = new AbortController();
  await expect(list({ signal: stop.signal, onWait: () => stop.abort() })).rejects.toMatchObject({ code: 'aborted' });
});

test.each([401, 403])('fails to list a gated repository that responds with %i, with that status', async (status) => {
  await addFile('model.gguf', 5000);
  await injectFault('', { kind: 'denied', status });
  await expect(list()).rejects.toMatchObject({ code: 'access-denied', facts: { status } });
});

test('fails to list a repository that does not exist with status 404', async () => {
  await expect(list()).rejects.toMatchObject({ code: 'fetch-failed', facts: { reason: 'http-status', status: 404 } });
});

test('does not request a next page from another origin than the Hub', async () => {
  for (const name of ['a', 'b', 'c']) await addFile(name, 10);
  // The links of the Hub contain 127.0.0.1.
  const alias = hub.replace('127.0.0.1', 'localhost');
  await expect(handle.list(alias, repository, 'main')).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { reason: 'listing-on-other-host', host: hub },
  });
});

test('rejects a listing with a file name outside its folder', async () => {
  await addFile('../../other/model.gguf', 10);
  await expect(list()).rejects.toMatchObject({ code: 'model-corrupt' });
});

test('reads a header by range requests only, across a redirect to another origin', async () => {
  const head = writeGguf([['general.architecture', 'text', 'llama']], []);
  await addFile('model.gguf', 3_000_000, { head });
  const { repository: listed, variants } = await list();
  const { facts } = await handle.readVariant(variants[0]!, listed.files);
  expect(facts.format).toBe('gguf');
  const requests = await readHubLog();
  expect(requests.length).toBeGreaterThan(0);
  for (const { host, status } of requests)
    expect([host, status]).toEqual([expect.not.stringContaining(new URL(hub).host), 206]);
});

test('reading a gated file is denied although its repository can be listed', async () => {
  await addFile('model.gguf', 3_000_000);
  const { repository: listed, variants } = await list();
  await injectFault('model.gguf', { kind: 'denied', status: 403 });
  await expect(handle.readVariant(variants[0]!, listed.files)).rejects.toMatchObject({ code: 'access-denied' });
  await clearFaults();
});
