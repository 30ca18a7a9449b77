import { expect, test } from 'vitest';
import { isolate, isolateFacts } from './isolate.ts';

test('right-to-left text is isolated, other text is unchanged', () => {
  expect(isolate('نموذج.onnx')).toBe('\u2068نموذج.onnx\u2069');
  expect(isolate('模型 größer.onnx')).toBe('模型 größer.onnx');
});

test('characters that override the direction of text are made visible', () => {
  expect(isolate('evil\u202exnno.gnp')).toBe('evil\ufffdxnno.gnp');
  expect(isolate('א\u2069ב')).toBe('\u2068א\ufffdב\u2069');
});

test('facts of an error keep their names, numbers and codes', () => {
  const facts = { reason: 'file-missing', sizeBytes: 3, file: 'ملف' } as const;
  expect(isolateFacts(facts)).toEqual({ ...facts, file: '\u2068ملف\u2069' });
});
