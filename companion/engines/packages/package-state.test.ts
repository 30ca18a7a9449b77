import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PackageId } from '#core/engine/engine-package.ts';
import type { HostPlatform } from './host-platform.ts';
import { readPackageState } from './package-state.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'assay-states-'));
  vi.stubEnv('ASSAY_HOME', home);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
});

const createLinuxHost = (glibc: string | null, hasDevice = false): HostPlatform => ({
  platform: 'linux-x64',
  glibc,
  hasDevice: () => hasDevice,
});

test.each<[PackageId, HostPlatform, object]>([
  ['openvino', createLinuxHost('2.36'), { state: 'missing' }],
  ['openvino', createLinuxHost('2.27'), { state: 'unsupported-platform', platform: 'linux-x64', needsGlibc: '2.28' }],
  ['openvino', createLinuxHost(null), { state: 'unsupported-platform', platform: 'linux-x64', needsGlibc: '2.28' }],
  ['pnnx', createLinuxHost('2.27'), { state: 'missing' }],
  ['ort-cuda', createLinuxHost('2.36'), { state: 'no-device', needs: 'nvidia-gpu' }],
  ['ort-cuda', createLinuxHost('2.36', true), { state: 'missing', library: 'libonnxruntime_providers_cuda.so' }],
  ['ort-qnn', createLinuxHost('2.36', true), { state: 'unsupported-platform', platform: 'linux-x64' }],
  ['llama-cuda', createLinuxHost('2.36'), { state: 'no-device', needs: 'nvidia-gpu' }],
  ['llama-cuda', createLinuxHost('2.36', true), { state: 'missing' }],
  [
    'ort-openvino',
    { platform: 'darwin-arm64', glibc: null, hasDevice: () => false },
    { state: 'unsupported-platform', platform: 'darwin-arm64' },
  ],
  ['litert', { platform: 'win32-x64', glibc: null, hasDevice: () => false }, { state: 'missing' }],
])('reads the state of %s on %o as %o', async (id, host, expected) => {
  expect(await readPackageState(id, host)).toEqual(expected);
});

test('reports ONNX Runtime as ready if its npm package is installed', async () => {
  expect(await readPackageState('ort')).toMatchObject({ state: 'ready', version: '1.30.0' });
});
