import { expect, test } from 'vitest';
import { readBenchTarget, readNativeTarget } from './companion-target.ts';

test.each(['companion:oip', 'companion:openai'])(
  'a command for native engines rejects %s and names others',
  (target) => {
    expect(() => readNativeTarget(target)).toThrow(/use (bench, )?eval or gate to time requests to a server/);
  },
);

test('no error suggests bench for a server of language models, which bench rejects', () => {
  const target = 'companion:openai';
  expect(() => readBenchTarget(target)).toThrow('bench cannot measure a server of language models');
  expect(() => readNativeTarget(target)).toThrow('; use eval or gate to time');
});
