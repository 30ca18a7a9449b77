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

const linux = (glibc: string | null, hasDevice = false): HostPlatform => ({
  platform: 'linux-x64',
  glibc,
  hasDevice: () => hasDevice,
});

test.each<[PackageId, HostPlatform, object]>([
  ['openvino', linux('2.36'), { state: 'missing' }],
  ['openvino', linux('2.27'), { state: 'unsupported-platform', platform: 'linux-x64', needsGlibc: '2.28' }],
  ['openvino', linux(null), { state: 'unsupported-platform', platform: 'linux-x64', needsGlibc: '2.28' }],
  ['pnnx', linux('2.27'), { state: 'missing' }],
  ['ort-cuda', linux('2.36'), { state: 'no-device', needs: 'nvidia-gpu' }],
  ['ort-cuda', linux('2.36', true), { state: 'missing', library: 'libonnxruntime_providers_cuda.so' }],
  ['ort-qnn', linux('2.36', true), { state: 'unsupported-platform', platform: 'linux-x64' }],
  ['llama-cuda', linux('2.36'), { state: 'no-device', needs: 'nvidia-gpu' }],
  ['llama-cuda', linux('2.36', true), { state: 'missing' }],
  [
    'ort-openvino',
    { platform: 'darwin-arm64', glibc: null, hasDevice: () => false },
    { state: 'unsupported-platform', platform: 'darwin-arm64' },
  ],
  ['litert', { platform: 'win32-x64', glibc: null, hasDevice: () => false }, { state: 'missing' }],
])('the state of %s on %o is %o', async (id, host, expected) => {
  expect(await readPackageState(id, host)).toEqual(expected);
});

test('ONNX Runtime is ready without being added, where its npm package is installed', async () => {
  expect(await readPackageState('ort')).toMatchObject({ state: 'ready', version: '1.30.0' });
});
