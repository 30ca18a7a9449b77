import { expect, test } from 'vitest';
import { formatTuneQuery, formatTuneRecordLink, parseTuneLink } from './tune-link.ts';

const parse = (query: string) => parseTuneLink(new URLSearchParams(query));

test('a link has the budget, the goal and the model', () => {
  const { tune, remainingQuery } = parse('model=digits&budget=30&goal=2.5&objective=memory&auto=1');
  expect(tune).toEqual({ budgetMs: 30_000, goalMs: 2.5, objective: 'memory' });
  expect(remainingQuery.toString()).toBe('model=digits&auto=1');
  expect(parse(`model=digits${formatTuneQuery(tune)}`).tune).toEqual(tune);
});

test('a link has a whole number of seconds and a goal of at most ten decimals', () => {
  const settings = { budgetMs: 30_400, goalMs: 100 / 3, objective: 'latency' } as const;
  expect(parse(formatTuneQuery(settings)).tune).toEqual({ ...settings, budgetMs: 30_000, goalMs: 33.3333333333 });
});

test('the default budget of the search is a minute', () => {
  expect(parse('model=digits').tune).toEqual({ budgetMs: 60_000, goalMs: null, objective: 'latency' });
});

test.for(['budget=0', 'budget=1e9', 'budget=', 'goal=-1', 'goal=soon', 'objective=beauty', 'budget=5&budget=6'])(
  '%s is rejected',
  (query) => {
    expect(() => parse(query)).toThrow(expect.objectContaining({ code: 'link-invalid' }));
  },
);

test('the link of a stored search keeps its id, whatever characters it has', () => {
  const id = JSON.stringify(['model a&b', {}, 'latency']);
  const link = formatTuneRecordLink('#/tune?model=digits&budget=30', id);
  const { recordId, tune, remainingQuery } = parse(link.slice('#/tune?'.length));
  expect([recordId, tune.budgetMs, remainingQuery.toString()]).toEqual([id, 30_000, 'model=digits']);
  expect(formatTuneRecordLink('#/tune', 'x')).toBe('#/tune?record=x');
});
