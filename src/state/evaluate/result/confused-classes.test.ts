import { expect, test } from 'vitest';
import type { ComparedItem } from '#evaluate/result/evaluation-result.ts';
import { countConfusions } from './confused-classes.ts';

/** Creates items with these labels and predictions. */
const createItems = (pairs: readonly (readonly [truth: string, prediction: string])[]) =>
  pairs.map(
    ([truth, prediction]) => ({ candidate: { outcome: { truth, predictions: [prediction] } } }) as ComparedItem,
  );

test('the confusion matrix counts the classes that the model predicts although no item has them', () => {
  const confusions = countConfusions(
    createItems([
      ['cat', 'cat'],
      ['cat', 'lynx'],
      ['dog', 'wolf'],
      ['dog', 'cat'],
    ]),
  );
  expect(confusions).toMatchObject({ classes: ['cat', 'dog', 'lynx', 'wolf'], onlyPredicted: 2 });
  expect(
    countConfusions(
      createItems([
        ['cat', 'dog'],
        ['dog', 'dog'],
      ]),
    )!.onlyPredicted,
  ).toBe(0);
});
