import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';
import { readDeviceFacts } from './device-facts.ts';
import { isSoftwareRenderer } from './gpu-facts.ts';

// The test browser is a current Chromium on an isolated page; its features are in its release notes.
test('the device facts match the known features of this browser', async () => {
  const facts = await readDeviceFacts();
  expect(facts.browser).toMatch(/^(Chromium|Chrome|Edge|HeadlessChrome) \d+$/);
  expect(facts.wasm).toEqual({ simd: true, relaxedSimd: true, sharedMemory: true, memory64: true, jspi: true });
  expect(facts.crossOriginIsolated).toBe(true);
  expect(facts.threads).toBe(navigator.hardwareConcurrency);
  expect(facts.storage.opfs).toBe(true);
  expect(facts.storage.quotaBytes).toBeGreaterThan(0);
});

test('device facts and environment are plain JSON', async () => {
  for (const value of [await readDeviceFacts(), await readEnvironment()]) {
    expect(JSON.parse(JSON.stringify(value))).toEqual(value);
  }
});

test('the GPU facts match the features and limits of the adapter', async () => {
  const adapter = await navigator.gpu?.requestAdapter();
  const { gpu } = await readDeviceFacts();
  if (!adapter) return expect(gpu).toBeNull();
  expect(gpu?.features).toEqual([...adapter.features].sort());
  expect(gpu?.limits.maxBufferSize).toBe(adapter.limits.maxBufferSize);
});

// Renderer names as reported by the drivers.
test.each([
  ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)', true],
  ['llvmpipe (LLVM 15.0.6, 256 bits)', true],
  ['Microsoft Basic Render Driver', true],
  ['ANGLE (NVIDIA, NVIDIA GeForce RTX 4070 (0x00002786) Direct3D11 vs_5_0 ps_5_0, D3D11)', false],
  ['Apple GPU', false],
])('the renderer "%s" is detected as software: %s', (name, software) => {
  expect(isSoftwareRenderer(name)).toBe(software);
});
