import { expect, test } from 'vitest';
import { errors } from './en/errors.ts';

test('the error about an unreadable link names which of two links it is', () => {
  const what = (facts: Record<string, string>) => errors['link-invalid'](facts).what;
  expect(what({ why: 'it is empty' })).toBe('This link cannot be read: it is empty.');
  expect(what({ why: 'it is empty', which: 'second' })).toBe('The second link cannot be read: it is empty.');
});

test('the error about a setting of a link names it, its value and what it can be', () => {
  const facts = { reason: 'setting-value', setting: 'device', value: 'npu', choices: 'wasm, webgpu' } as const;
  expect(errors['link-invalid'](facts).what).toBe('This link cannot be read: device is “npu”; it can be wasm, webgpu.');
});

test('the error about a model of another task calls the tasks as the page does', () => {
  const facts = { model: 'centernet', madeFor: 'object-detection', task: 'image-classification' };
  expect(errors['link-invalid'](facts).what).toBe(
    'This link cannot be read: the model centernet is made for the task “Object detection”, not “Image classification”.',
  );
});

test('the cure for a model of another task is another task, not another engine', () => {
  const cure = (facts: Record<string, string>) => errors['model-unsupported'](facts).cure;
  expect(cure({ model: 'm', why: 'w' })).toContain('another engine');
  expect(cure({ model: 'm', why: 'w', misfit: 'task' })).toContain('the task that this model is made for');
});
