import { expect, test } from 'vitest';
import { nameChunk, findBundle } from './offline-bundles.ts';

test('names the script of an engine after it, so that its files can be stored together', () => {
  const modules = ['/app/src/runtimes/tfjs/index.ts', '/app/node_modules/@tensorflow/tfjs-core/dist/index.js'];
  expect(nameChunk('dist', modules)).toBe('tfjs-dist');
  expect(nameChunk('ort.wasm.bundle.min', ['C:\\app\\node_modules\\onnxruntime-web\\dist\\ort.js'])).toBe(
    'ort.wasm.bundle.min',
  );
  expect(nameChunk('shared~start', ['/app/src/core/error.ts'])).toBe('shared');
});

test.each([
  ['assets/ort-wasm-simd-threaded-DcHrbrbl.wasm', 'ort'],
  ['assets/ort.webgpu.bundle.min-CUhnTjpJ.js', 'ort-webgpu'],
  ['assets/ort-wasm-simd-threaded.jspi-CZzFqCHi.wasm', 'ort-webgpu'],
  ['assets/litert_wasm_compat_internal-33YBP2yd.wasm', 'litert'],
  ['assets/tfjs-backend-wasm-simd-BrM3BlWr.wasm', 'tfjs'],
  ['assets/wllama-DrYkKwf9.wasm', 'wllama'],
  ['models/digits/model.onnx', 'models'],
  ['assets/shared-_MllSpzm.js', 'app'],
  ['index.html', 'app'],
])('%s belongs to %s', (url, bundle) => {
  expect(findBundle(url)).toBe(bundle);
});
