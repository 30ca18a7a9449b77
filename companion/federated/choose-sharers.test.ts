import { expect, test } from 'vitest';
import { chooseSharers } from './choose-sharers.ts';

test.each<[string, Record<string, string[]>, string[]]>([
  ['nobody is reported', { a: [], b: [], c: [] }, ['a', 'b', 'c']],
  ['all report one', { a: ['b'], b: [], c: ['b'], d: ['b'] }, ['a', 'c', 'd']],
  ['one reports all', { a: ['b', 'c', 'd'], b: [], c: [], d: [] }, ['b', 'c', 'd']],
  ['one reports one', { a: ['b'], b: [], c: [], d: [] }, ['c', 'd']],
  ['one reports one, twice, and the other way round', { a: ['b', 'b'], b: ['a'], c: [], d: [] }, ['c', 'd']],
  [
    'one lies in its shares and another in its report',
    { a: ['b'], b: [], c: ['b', 'd', 'e'], d: ['b'], e: ['b'] },
    ['a', 'd', 'e'],
  ],
  ['a report names the reporter or a stranger', { a: ['a', 'x'], b: [], c: [] }, ['a', 'b', 'c']],
])('if %s, the participants that can read each other continue', (_, reports, sharers) => {
  expect(chooseSharers(new Map(Object.entries(reports)))).toEqual(sharers);
});
