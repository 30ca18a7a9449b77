import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { addPackage, removePackage, useLibrary, type AddOptions } from './add-package.ts';
import { FakeIndex } from './fake-index.fixture.ts';
import { findLibrary, readPackageState } from './package-state.ts';
import { toWheelPackage, program, buildZip } from './tiny-wheel.fixture.ts';

/** The package that the tests replace with a shell script. */
const id = 'pnnx';
const noise = Uint8Array.from({ length: 300_000 }, (_, index) => (index * index * 31 + (index >> 7) * 17) % 251);
const validWheel = buildZip([
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
  wheel = validWheel,
  options: Partial<AddOptions> & { behaviour?: Parameters<typeof FakeIndex.start>[2] } = {},
) {
  const { enginePackage = toWheelPackage(wheel), behaviour, ...others } = options;
  const file = enginePackage.source === 'pypi' ? enginePackage.wheels[`${process.platform}-${process.arch}`]!.file : '';
  index = await FakeIndex.start(wheel, file, behaviour);
  const { signal } = new AbortController();
  const npm = () => Promise.reject(new Error('not used'));
  return addPackage(id, { enginePackage, indexes: index.indexes, signal, onProgress: () => {}, npm, ...others });
}

/** Lists all files in the data folder. */
const listFiles = async () =>
  (await readdir(home, { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
const packagePath = join('engines', id);

describe.skipIf(process.platform === 'win32')('adding a package', () => {
  test.each(['json', 'html'] as const)(
    'finds a wheel in a %s index, and unpacks only the listed members',
    async (listing) => {
      const received: number[] = [];
      await add(validWheel, {
        behaviour: { listing },
        onProgress: ({ receivedBytes }) => received.push(receivedBytes ?? -1),
      });
      const paths = (await listFiles()).map(({ parentPath, name }) => join(parentPath, name).slice(home.length + 1));
      const expected = ['assay-package.json', 'tiny/data', 'tiny/notices/LICENSE', 'tiny/tiny'];
      expect(paths.sort()).toEqual(expected.map((path) => join(packagePath, path)));
      expect(await readFile(join(home, packagePath, 'tiny', 'data'))).toEqual(Buffer.from(noise));
      expect((await stat(join(home, packagePath, 'tiny', 'tiny'))).mode & 0o777).toBe(0o700);
      expect(received).toContain(0);
      expect(received).toContain(validWheel.length);
    },
  );

  test('treats a package that was damaged after its installation as missing', async () => {
    const enginePackage = toWheelPackage(validWheel, '20261020'); // the version in the package table
    expect(await add(validWheel, { enginePackage })).toMatchObject({ state: 'ready', version: '20261020' });
    expect(await findLibrary(id)).toMatchObject({ path: join(home, packagePath, 'tiny', 'tiny') });
    await writeFile(join(home, packagePath, 'tiny', 'data'), 'short');
    expect(await readPackageState(id)).toEqual({ state: 'missing' });
    await expect(findLibrary(id)).rejects.toMatchObject({ code: 'engine-not-ready', facts: { state: 'missing' } });
  });

  test('reports, replaces and removes a package of another version', async () => {
    expect(await add(validWheel, { enginePackage: toWheelPackage(validWheel, '0.9') })).toEqual({
      state: 'wrong-version',
      found: '0.9',
    });
    await index.close();
    expect(await add(validWheel, { enginePackage: toWheelPackage(validWheel, '20261020') })).toMatchObject({
      state: 'ready',
    });
    expect(await removePackage(id)).toBe(true);
    expect(await listFiles()).toEqual([]);
    expect(await removePackage(id)).toBe(false);
  });

  test('resumes a download after broken connections', async () => {
    const [half, breaksAfter] = [Math.floor(validWheel.length / 2), Math.floor(validWheel.length / 3)];
    expect(half).toBeGreaterThan(breaksAfter);
    await add(validWheel, { behaviour: { breaksAfter } });
    expect(index.ranges.slice(0, 2)).toEqual([undefined, `bytes=${breaksAfter}-`]);
  });

  test('resumes a cancelled download in a later command', async () => {
    const stallsAfter = Math.floor(validWheel.length / 2);
    const stop = new AbortController();
    const stoppedAdd = add(validWheel, {
      behaviour: { stallsAfter },
      signal: stop.signal,
      onProgress: ({ receivedBytes }) => receivedBytes === stallsAfter && stop.abort(),
    });
    await expect(stoppedAdd).rejects.toMatchObject({ code: 'aborted' });
    expect(await readPackageState(id)).toEqual({ state: 'missing' });
    await index.close();
    await add(validWheel);
    expect(index.ranges).toEqual([`bytes=${stallsAfter}-`]);
    expect(await readFile(join(home, packagePath, 'tiny', 'data'))).toEqual(Buffer.from(noise));
  });

  test('restarts a download if the server sends the whole file again', async () => {
    const stop = new AbortController();
    const stallsAfter = 100;
    const onProgress = () => stop.abort();
    await expect(add(validWheel, { behaviour: { stallsAfter }, signal: stop.signal, onProgress })).rejects.toThrow();
    await index.close();
    await add(validWheel, { behaviour: { ignoresRange: true } });
    expect(await readFile(join(home, packagePath, 'tiny', 'data'))).toEqual(Buffer.from(noise));
  });

  test('rejects a package that does not match its pinned hash, and leaves no file', async () => {
    const malicious = buildZip([
      { name: 'tiny/tiny', content: program.replace('255', '0  ') },
      { name: 'x', content: noise },
    ]);
    const sameSize = Uint8Array.from(validWheel);
    sameSize[40]! ^= 1;
    for (const [wheel, reason] of [
      [sameSize, 'hash-mismatch'],
      [malicious, 'size-mismatch'],
    ] as const) {
      await expect(add(wheel, { enginePackage: toWheelPackage(validWheel) })).rejects.toMatchObject({
        code: 'engine-rejected',
        facts: { reason },
      });
      await index.close();
      expect(await listFiles()).toEqual([]);
    }
  });

  test.each([
    ['zip-unsafe', { name: 'tiny/../../../escaped', content: 'x' }],
    ['zip-unsafe', { name: '/tmp/escaped', content: 'x' }],
    ['zip-unsafe', { name: 'tiny/link', content: '/etc/passwd', mode: 0o120777 }],
  ])('rejects a wheel with a member outside its folder (%s, %o), and leaves no file', async (reason, member) => {
    const wheel = buildZip([{ name: 'tiny/tiny', content: program }, member]);
    await expect(add(wheel)).rejects.toMatchObject({ code: 'engine-rejected', facts: { reason, member: member.name } });
    expect(await listFiles()).toEqual([]);
  });

  test.each([
    ['a TypeError', new TypeError('invalid distance')],
    ['the error of zlib, as in Node 20', Object.assign(new Error('invalid distance'), { code: 'Z_DATA_ERROR' })],
  ])('rejects a wheel as damaged if decompression throws %s', async (_, error) => {
    class FailingStream extends TransformStream {
      constructor() {
        super({ transform: () => Promise.reject(error) });
      }
    }
    vi.stubGlobal('DecompressionStream', FailingStream);
    onTestFinished(() => void vi.unstubAllGlobals());
    const facts = { reason: 'zip-damaged', member: 'tiny/tiny' };
    await expect(add()).rejects.toMatchObject({ code: 'engine-rejected', facts });
  });

  test('rejects a package that fails its self-test, and leaves the installed one in place', async () => {
    await add(validWheel, { enginePackage: toWheelPackage(validWheel, '20261020') });
    await index.close();
    const broken = buildZip([{ name: 'tiny/tiny', content: '#!/bin/sh\necho "wrong processor" >&2\nexit 1\n' }]);
    await expect(add(broken)).rejects.toMatchObject({ code: 'engine-rejected', facts: { why: 'wrong processor' } });
    expect(await readPackageState(id)).toMatchObject({ state: 'ready', version: '20261020' });
  });

  test('rejects a package that has no build for the machine', async () => {
    const host = { platform: 'freebsd-x64', glibc: null, hasDevice: () => true } as const;
    await expect(add(validWheel, { host })).rejects.toMatchObject({
      code: 'engine-not-ready',
      facts: { engine: id, state: 'unsupported-platform', platform: 'freebsd-x64' },
    });
  });

  test('rejects a second command at the same time, unless the first was killed', async () => {
    await add(validWheel); // creates the data folder
    await index.close();
    const lock = join(home, `${packagePath}.lock`);
    await writeFile(lock, String(process.ppid));
    await expect(add(validWheel)).rejects.toMatchObject({ code: 'engine-in-use' });
    await index.close();
    await writeFile(lock, '999999999'); // above Linux's largest process id
    expect(await add(validWheel)).toMatchObject({ state: 'wrong-version' });
  });

  test('reports the address of an index that lacks the package, and tries the next index', async () => {
    const unlisted = toWheelPackage(validWheel, '2.0');
    index = await FakeIndex.start(validWheel, 'tiny-1.0-py3-none-any.whl');
    const { indexes } = index;
    const url = `${indexes[0]?.url}tiny/`;
    const facts = { url, reason: 'file-missing', file: 'tiny-2.0-py3-none-any.whl' };
    const options = { signal: new AbortController().signal, onProgress: () => {}, npm: async () => {} };
    const adding = addPackage(id, { ...options, enginePackage: unlisted, indexes });
    await expect(adding).rejects.toMatchObject({ code: 'fetch-failed', facts });
    const emptyIndexes = [{ url: new URL('/nothing/', url).href }];
    const result = addPackage(id, {
      ...options,
      enginePackage: toWheelPackage(validWheel),
      indexes: [...emptyIndexes, ...indexes],
    });
    expect(await result).toMatchObject({ state: 'wrong-version' }); // the file is found in the second index
  });

  test('authenticates with the password of the index', async () => {
    const options = { behaviour: { password: 'ada:secret' } };
    await expect(add(validWheel, options)).rejects.toMatchObject({ code: 'access-denied' });
    const authorization = `Basic ${Buffer.from('ada:secret').toString('base64')}`;
    const indexes = index.indexes.map(({ url }) => ({ url, authorization }));
    const { signal } = new AbortController();
    const enginePackage = toWheelPackage(validWheel);
    await addPackage(id, { enginePackage, indexes, signal, onProgress: () => {}, npm: async () => {} });
    expect(await listFiles()).not.toEqual([]);
  });

  test('uses a library of the user instead of a package if it passes the self-test', async () => {
    const library = join(home, 'library');
    await writeFile(library, program.replace('tiny', 'pnnx'), { mode: 0o755 });
    const { signal } = new AbortController();
    expect(await useLibrary(id, library, signal)).toEqual({ state: 'ready', path: library, version: null });
    await rm(library);
    expect(await readPackageState(id)).toEqual({ state: 'missing' });
    await writeFile(library, 'no program', { mode: 0o755 });
    await expect(useLibrary('openvino', library, signal)).rejects.toMatchObject({ code: 'engine-rejected' });
  });
});
