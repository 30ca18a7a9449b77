import { expect, test } from 'vitest';
import { webgpuFlag } from '../../browser/browser.ts';
import type { ModelArgument } from './model-argument.ts';
import { listGpuFlags, resolveEngine } from './model-options.ts';

const mlc: ModelArgument = { kind: 'files', paths: ['mlc-chat-config.json'], engine: 'webllm', engineIds: ['webllm'] };
const gguf: ModelArgument = { kind: 'files', paths: ['m.gguf'], engine: 'wllama', engineIds: ['wllama'] };
const remote: ModelArgument = { kind: 'remote', reference: 'org/name' };

test.each([
  ['an MLC folder', {}, mlc, true],
  ['a Hub model on webllm', { engine: 'webllm' }, remote, true],
  ['the device webgpu', { device: 'webgpu' }, gguf, true],
  ['a GGUF file', {}, gguf, false],
  ['a Hub model', {}, remote, false],
  ['no model', {}, undefined, false],
] as const)('the browser starts with WebGPU only for a run that needs it: %s', (_, values, model, needsGpu) => {
  expect(listGpuFlags(values, model)).toEqual(needsGpu ? [webgpuFlag] : []);
});

test('prefers a requested engine to the engine that the file names imply', () => {
  expect(resolveEngine({ engine: 'ort' }, gguf)).toBe('ort');
  expect(resolveEngine({}, gguf)).toBe('wllama');
  expect(resolveEngine({}, remote)).toBeNull();
});
