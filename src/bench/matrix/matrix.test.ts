import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { toMatrixCsv } from './matrix-csv.ts';
import { computeRelativeSpeeds, findEngine, type MatrixCell, type MeasuredRow } from './matrix.ts';

const measured = (value: number, unit: 'ms' | 'tokens/s' = 'ms'): MatrixCell => ({
  state: 'measured',
  engine: unit === 'ms' ? 'ort' : 'wllama',
  value,
  unit,
  validity: 'indicative',
  resultId: null,
});
const createRow = (...cells: MatrixCell[]): MeasuredRow => ({ model: 'yolox_nano', imageSize: 320, cells });

test('compares times and rates with the fastest cell of the row', () => {
  expect(computeRelativeSpeeds(createRow(measured(20), measured(10), { state: 'unsupported' }))).toEqual([
    0.5,
    1,
    null,
  ]);
  expect(computeRelativeSpeeds(createRow(measured(20, 'tokens/s'), measured(80, 'tokens/s')))).toEqual([0.25, 1]);
});

test('does not compare cells with wrong outputs', () => {
  const invalid: MatrixCell = { ...measured(1), validity: 'invalid' } as MatrixCell;
  expect(computeRelativeSpeeds(createRow(invalid, measured(10)))).toEqual([null, 1]);
});

test('chooses the first engine that runs on the device with the threads', () => {
  expect(findEngine(['ort'], { device: 'webgpu' })).toBe('ort');
  expect(findEngine(['tfjs'], { device: 'wasm', threads: 1 })).toBe('tfjs');
  expect(findEngine(['tfjs'], { device: 'wasm', threads: 4 })).toBeNull(); // TensorFlow.js uses one thread
  expect(findEngine(['litert'], { device: 'webgpu' })).toBeNull();
});

test('uses an engine of the companion only for formats that it opens', () => {
  const target = { engine: 'openvino', device: 'cpu' } as const;
  expect(findEngine(['ort'], target)).toBe('openvino');
  expect(findEngine(['wllama'], target)).toBeNull();
});

test('writes one CSV line per cell, with the reason where there is no figure', () => {
  const rows = [
    createRow(measured(12.5), { state: 'failed', error: new AppError('device-lost', { device: 'webgpu' }) }),
  ];
  const csv = toMatrixCsv([{ device: 'wasm', threads: 2 }, { device: 'webgpu' }], rows);
  expect(csv.split('\r\n')).toEqual([
    'model,image_size,device,threads,engine,value,unit,validity,error',
    'yolox_nano,320,wasm,2,ort,12.5,ms,indicative,',
    'yolox_nano,320,webgpu,,,,,,device-lost',
    '',
  ]);
});
