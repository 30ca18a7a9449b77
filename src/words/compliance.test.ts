import { expect, test } from 'vitest';
import { gatherComplianceFacts, statementIds, storedDataKinds } from '#validation/compliance/facts.ts';
import { toComplianceMarkdown } from '#validation/compliance/compliance-markdown.ts';
import { compliance as words } from './en/validation/compliance.ts';

const model = { name: '[x](y)', sha256: 'b'.repeat(64), licence: null, source: null };

test('the form has a row for every fact and a line to sign, and no markup from a name', () => {
  const hosts = ['evil.example'];
  const facts = gatherComplianceFacts({ model, network: { hosts, requests: 9 } });
  const lines = toComplianceMarkdown(facts, '[x](y)', words).split('\n');
  expect(lines.filter((line) => line.startsWith('| ')).length).toBe(
    2 + 5 + storedDataKinds.length + statementIds.length,
  );
  expect(lines.join('\n')).toContain('evil.example (9 requests recorded)');
  expect(lines.join('\n')).not.toContain('[x](y)');
  expect(lines.at(-2)).toContain('Signed by: ____');
});

test.each([
  [0, 'only the app’s own (0 requests recorded)'],
  [1, 'only the app’s own (1 request recorded)'],
  [12, 'only the app’s own (12 requests recorded)'],
])('the form states that %d requests went to no other host', (requests, text) => {
  const facts = gatherComplianceFacts({ model, network: { hosts: [], requests } });
  expect(toComplianceMarkdown(facts, 'm', words)).toContain(text);
});
