import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ensureDataFolder, findDataFolder } from './data-folder.ts';

test.each<[string, NodeJS.Platform, NodeJS.ProcessEnv, string]>([
  ['the XDG default', 'linux', {}, '/home/ada/.local/share/assay'],
  ['XDG_DATA_HOME', 'linux', { XDG_DATA_HOME: '/data' }, '/data/assay'],
  ['the XDG default, if XDG_DATA_HOME is relative', 'linux', { XDG_DATA_HOME: 'data' }, '/home/ada/.local/share/assay'],
  ['Application Support', 'darwin', { XDG_DATA_HOME: '/data' }, '/home/ada/Library/Application Support/Assay'],
  ['ASSAY_HOME', 'linux', { ASSAY_HOME: '/srv/assay', XDG_DATA_HOME: '/data' }, '/srv/assay'],
  ['LOCALAPPDATA', 'win32', { LOCALAPPDATA: '/Users/ada/AppData/Local' }, '/Users/ada/AppData/Local/Assay'],
])('places the data folder in %s on %s', (_, platform, env, expected) => {
  expect(findDataFolder(platform, env, '/home/ada')).toBe(expected);
});

test.skipIf(process.platform === 'win32')('creates folders that only their user can read', async () => {
  const home = await mkdtemp(join(tmpdir(), 'assay-data-'));
  vi.stubEnv('ASSAY_HOME', join(home, 'new'));
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(home, { recursive: true });
  });
  expect(await ensureDataFolder('engines', 'llama')).toBe(join(home, 'new', 'engines', 'llama'));
  for (const folder of ['new', 'new/engines', 'new/engines/llama']) {
    expect((await stat(join(home, folder))).mode & 0o777).toBe(0o700);
  }
});
