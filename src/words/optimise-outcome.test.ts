import { expect, test } from 'vitest';
import { reportNotApplicable } from '#optimise/optimisation-step.ts';
import { optimise } from './en/models/optimise.ts';
import { languageTags } from './language-tags.ts';
import { languages } from './languages.ts';

const missingData = reportNotApplicable('no-samples');

test('the command names its option for missing calibration data', () => {
  expect(optimise.outcome(missingData)).toBe(
    'not applicable, because it needs calibration data, and none was given (--calibrate)',
  );
});

test.each(languageTags)(
  'in %s, the page names its own field for missing calibration data, and no option',
  async (tag) => {
    const { steps, data } = await (await languages[tag]()).optimise();
    const title = data.title.replace(/ ?[(（].*/, '');
    expect(steps.outcome(missingData)).toContain(title);
    expect(steps.outcome(missingData)).not.toContain('--');
  },
);
