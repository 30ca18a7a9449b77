import { expect, test } from 'vitest';
import { errors } from './en/errors.ts';

test('of two links, names the one that cannot be read', () => {
  const what = (facts: Record<string, string>) => errors['link-invalid'](facts).what;
  expect(what({ why: 'it is empty' })).toBe('This link cannot be read: it is empty.');
  expect(what({ why: 'it is empty', which: 'second' })).toBe('The second link cannot be read: it is empty.');
});

test('calls tasks by the names of the page', () => {
  const facts = { model: 'centernet', madeFor: 'object-detection', task: 'image-classification' };
  expect(errors['link-invalid'](facts).what).toBe(
    'This link cannot be read: the model centernet is made for the task “Object detection”, not “Image classification”.',
  );
});

test('blames the choice of task, not the engine, for a model of another task', () => {
  const cure = (facts: Record<string, string>) => errors['model-unsupported'](facts).cure;
  expect(cure({ model: 'm', why: 'w' })).toContain('another engine');
  expect(cure({ model: 'm', why: 'w', misfit: 'task' })).toContain('the task that this model is made for');
});
