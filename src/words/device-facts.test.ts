import { expect, test } from 'vitest';
import type { DeviceFacts } from '#device/device-facts.ts';
import { listDeviceFactGroups } from './device-facts.ts';
import { deviceFacts } from './en/device/device-facts.ts';
import { format } from './en/format.ts';

test.each([
  ['reloading the page, if it is not isolated', false, deviceFacts.isolation.fixes.reload],
  ['a newer browser, if the page is isolated but wasm has no shared memory', true, deviceFacts.threads.fix],
])('the fix for a single thread is %s', (_, crossOriginIsolated, fix) => {
  const wasm = { simd: true, relaxedSimd: true, sharedMemory: false, memory64: true, jspi: true };
  const facts: DeviceFacts = {
    browser: 'Test 1',
    os: 'Linux',
    cores: 4,
    threads: 1,
    secureContext: true,
    crossOriginIsolated,
    serviceWorkers: true,
    wasm,
    memoryGiB: null,
    webgpuExposed: false,
    pressureExposed: false,
    gpu: null,
    webgl: null,
    webnn: 'absent',
    storage: { opfs: false, quotaBytes: null, usageBytes: null, persisted: null },
  };
  const known = { facts, battery: null, pressure: null, canReload: true };
  const [processor] = listDeviceFactGroups({ format, device: { facts: deviceFacts } }, known);
  expect(processor!.facts.find(({ name }) => name === deviceFacts.threads.name)?.fix).toBe(fix);
});
