import { expect, test } from 'vitest';
import type { ValueFacts } from '#core/model/model-facts.ts';
import { SizeChooser } from './size-chooser.ts';

const toSignature = (shape: ValueFacts['shape'], dtype: string) => ({
  inputs: [{ name: 'x', dtype, shape }],
  outputs: [],
});
/** Inputs whose dimension n gets different suggestions: the width of images or the length of texts. */
const images = toSignature([1, 3, 224, 'n'], 'float32');
const texts = toSignature([1, 'n'], 'int64');

test('chooses a requested size before that of the image processor, and that before a suggested one', () => {
  expect(new SizeChooser({}).choose(images, {})).toEqual({ n: 224 });
  expect(new SizeChooser({}).choose(images, { n: 384 })).toEqual({ n: 384 });
  expect(new SizeChooser({ n: 64 }).choose(images, { n: 384 })).toEqual({ n: 64 });
});

test('chooses the size of the first part for a dimension that two parts have', () => {
  expect(new SizeChooser({}).choose(texts, {})).toEqual({ n: 128 });
  const chooser = new SizeChooser({});
  chooser.choose(images, { n: 384 });
  expect(chooser.choose(texts, {})).toEqual({ n: 384 });
  expect(chooser.getChosen()).toEqual({ n: 384 });
});

test('rejects a size that was requested for a dimension that no part has', () => {
  const chooser = new SizeChooser({ m: 1 });
  chooser.choose(images, {});
  expect(() => chooser.getChosen()).toThrow(
    expect.objectContaining({ code: 'input-invalid', facts: { name: 'm', reason: 'no-such-dimension', known: 'n' } }),
  );
});
