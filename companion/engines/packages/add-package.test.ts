import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addPackage, removePackage, useLibrary, type AddOptions } from './add-package.ts';
import { FakeIndex } from './fake-index.fixture.ts';
import { findLibrary, readPackageState } from './package-state.ts';
import { toWheelPackage, program, buildZip } from './tiny-wheel.fixture.ts';

/** Replaces pnnx with a script, which needs no compiler. */
const id = 'pnnx';
const noise = Uint8Array.from({ length: 300_000 }, (_, index) => (index * index * 31 + (index >> 7) * 17) % 251);
const good = buildZip([
  { name: 'tiny/tiny', content: program },
  { name: 'tiny/notices/LICENSE', content: 'MIT' },
  { name: 'tiny/data', content: noise },
  { name: 'other/big.py', content: 'not kept' },
]);

let home: string;
let index: FakeIndex;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'assay-engines-'));
  vi.stubEnv('ASSAY_HOME', home);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await index?.close();
  await rm(home, { recursive: true });
});

async function add(
  wheel = good,
  options: Partial<AddOptions> & { serves?: Parameters<typeof FakeIndex.start>[2] } = {},
) {
  const { engine = toWheelPackage(wheel), serves, ...others } = options;
  const file = engine.source === 'pypi' ? engine.wheels[`${process.platform}-${process.arch}`]!.file : '';
  index = await FakeIndex.start(wheel, file, serves);
  const { signal } = new AbortController();
  const npm = () => Promise.reject(new Error('not used'));
  return addPackage(id, { engine, indexes: index.indexes, signal, onProgress: () => {}, npm, ...others });
}

/** All files of the data folder, and of an installed package. */
const files = async () =>
  (await readdir(home, { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
const installed = join('engines', id);

describe.skipIf(process.platform === 'win32')('a package', () => {
  test.each(['json', 'html'] as const)(
    'a package is found in a %s index, and only its listed members are unpacked',
    async (listing) => {
      const received: number[] = [];
      await add(good, { serves: { listing }, onProgress: ({ receivedBytes }) => received.push(receivedBytes ?? -1) });
      const paths = (await files()).map(({ parentPath, name }) => join(parentPath, name).slice(home.length + 1));
      const expected = ['assay-package.json', 'tiny/data', 'tiny/notices/LICENSE', 'tiny/tiny'];
      expect(paths.sort()).toEqual(expected.map((path) => join(installed, path)));
      expect(await readFile(join(home, installed, 'tiny', 'data'))).toEqual(Buffer.from(noise));
      expect((await stat(join(home, installed, 'tiny', 'tiny'))).mode & 0o777).toBe(0o700);
      expect(received).toContain(0);
      expect(received).toContain(good.length);
    },
  );

  test('a package damaged after its installation counts as missing', async () => {
    const engine = toWheelPackage(good, '20261020'); // the version of the table
    expect(await add(good, { engine })).toMatchObject({ state: 'ready', version: '20261020' });
    expect(await findLibrary(id)).toMatchObject({ path: join(home, installed, 'tiny', 'tiny') });
    await writeFile(join(home, installed, 'tiny', 'data'), 'short');
    expect(await readPackageState(id)).toEqual({ state: 'missing' });
    await expect(findLibrary(id)).rejects.toMatchObject({ code: 'engine-not-ready', facts: { state: 'missing' } });
  });

  test('a package of another version is reported, replaced and removed', async () => {
    expect(await add(good, { engine: toWheelPackage(good, '0.9') })).toEqual({ state: 'wrong-version', found: '0.9' });
    await index.close();
    expect(await add(good, { engine: toWheelPackage(good, '20261020') })).toMatchObject({ state: 'ready' });
    expect(await removePackage(id)).toBe(true);
    expect(await files()).toEqual([]);
    expect(await removePackage(id)).toBe(false);
  });

  test('a download resumes after broken connections', async () => {
    const [half, breaksAfter] = [Math.floor(good.length / 2), Math.floor(good.length / 3)];
    expect(half).toBeGreaterThan(breaksAfter);
    await add(good, { serves: { breaksAfter } });
    expect(index.ranges.slice(0, 2)).toEqual([undefined, `bytes=${breaksAfter}-`]);
  });

  test('a stopped download resumes in a later command', async () => {
    const stallsAfter = Math.floor(good.length / 2);
    const stop = new AbortController();
    const stopped = add(good, {
      serves: { stallsAfter },
      signal: stop.signal,
      onProgress: ({ receivedBytes }) => receivedBytes === stallsAfter && stop.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(await readPackageState(id)).toEqual({ state: 'missing' });
    await index.close();
    await add(good);
    expect(index.ranges).toEqual([`bytes=${stallsAfter}-`]);
    expect(await readFile(join(home, installed, 'tiny', 'data'))).toEqual(Buffer.from(noise));
  });

  test('a download starts over if the server sends the whole file again', async () => {
    const stop = new AbortController();
    const stallsAfter = 100;
    const onProgress = () => stop.abort();
    await expect(add(good, { serves: { stallsAfter }, signal: stop.signal, onProgress })).rejects.toThrow();
    await index.close();
    await add(good, { serves: { ignoresRange: true } });
    expect(await readFile(join(home, installed, 'tiny', 'data'))).toEqual(Buffer.from(noise));
  });

  test('a package that does not match its pinned hash is rejected, and no file remains', async () => {
    const malicious = buildZip([
      { name: 'tiny/tiny', content: program.replace('255', '0  ') },
      { name: 'x', content: noise },
    ]);
    const sameSize = Uint8Array.from(good);
    sameSize[40]! ^= 1;
    for (const [wheel, reason] of [
      [sameSize, 'hash-mismatch'],
      [malicious, 'size-mismatch'],
    ] as const) {
      await expect(add(wheel, { engine: toWheelPackage(good) })).rejects.toMatchObject({
        code: 'engine-rejected',
        facts: { reason },
      });
      await index.close();
      expect(await files()).toEqual([]);
    }
  });

  test.each([
    ['zip-unsafe', { name: 'tiny/../../../escaped', content: 'x' }],
    ['zip-unsafe', { name: '/tmp/escaped', content: 'x' }],
    ['zip-unsafe', { name: 'tiny/link', content: '/etc/passwd', mode: 0o120777 }],
  ])('a package with a member outside its folder is rejected (%s, %o), and no file remains', async (reason, member) => {
    const wheel = buildZip([{ name: 'tiny/tiny', content: program }, member]);
    await expect(add(wheel)).rejects.toMatchObject({ code: 'engine-rejected', facts: { reason, member: member.name } });
    expect(await files()).toEqual([]);
  });

  test('a package that does not work on this machine is rejected, and the installed one remains', async () => {
    await add(good, { engine: toWheelPackage(good, '20261020') });
    await index.close();
    const broken = buildZip([{ name: 'tiny/tiny', content: '#!/bin/sh\necho "wrong processor" >&2\nexit 1\n' }]);
    await expect(add(broken)).rejects.toMatchObject({ code: 'engine-rejected', facts: { why: 'wrong processor' } });
    expect(await readPackageState(id)).toMatchObject({ state: 'ready', version: '20261020' });
  });

  test('a package is not added if it is not available for the machine', async () => {
    const host = { platform: 'freebsd-x64', glibc: null, hasDevice: () => true } as const;
    await expect(add(good, { host })).rejects.toMatchObject({
      code: 'engine-not-ready',
      facts: { engine: id, state: 'unsupported-platform', platform: 'freebsd-x64' },
    });
  });

  test('a package is not added by two commands at the same time, unless the other was killed', async () => {
    await add(good); // creates the folder
    await index.close();
    const lock = join(home, `${installed}.lock`);
    await writeFile(lock, String(process.ppid));
    await expect(add(good)).rejects.toMatchObject({ code: 'engine-in-use' });
    await index.close();
    await writeFile(lock, '999999999'); // above the largest process id of Linux
    expect(await add(good)).toMatchObject({ state: 'wrong-version' });
  });

  test('a package missing from the index, or a missing index, is reported with its address', async () => {
    const unlisted = toWheelPackage(good, '2.0');
    index = await FakeIndex.start(good, 'tiny-1.0-py3-none-any.whl');
    const { indexes } = index;
    const url = `${indexes[0]?.url}tiny/`;
    const facts = { url, reason: 'file-missing', file: 'tiny-2.0-py3-none-any.whl' };
    const options = { signal: new AbortController().signal, onProgress: () => {}, npm: async () => {} };
    const adding = addPackage(id, { ...options, engine: unlisted, indexes });
    await expect(adding).rejects.toMatchObject({ code: 'fetch-failed', facts });
    const elsewhere = [{ url: new URL('/nothing/', url).href }];
    const second = addPackage(id, { ...options, engine: toWheelPackage(good), indexes: [...elsewhere, ...indexes] });
    expect(await second).toMatchObject({ state: 'wrong-version' }); // found in the second index
  });

  test('a package is fetched with the password of its index, which no message contains', async () => {
    const options = { serves: { password: 'ada:secret' } };
    await expect(add(good, options)).rejects.toMatchObject({ code: 'access-denied' });
    const authorization = `Basic ${Buffer.from('ada:secret').toString('base64')}`;
    const indexes = index.indexes.map(({ url }) => ({ url, authorization }));
    const { signal } = new AbortController();
    const engine = toWheelPackage(good);
    await addPackage(id, { engine, indexes, signal, onProgress: () => {}, npm: async () => {} });
    expect(await files()).not.toEqual([]);
  });

  test('a library of the user is accepted instead of a package if it works', async () => {
    const own = join(home, 'own');
    await writeFile(own, program.replace('tiny', 'pnnx'), { mode: 0o755 });
    const { signal } = new AbortController();
    expect(await useLibrary(id, own, signal)).toEqual({ state: 'ready', path: own, version: null });
    await rm(own);
    expect(await readPackageState(id)).toEqual({ state: 'missing' });
    await writeFile(own, 'no program', { mode: 0o755 });
    await expect(useLibrary('openvino', own, signal)).rejects.toMatchObject({ code: 'engine-rejected' });
  });
});
