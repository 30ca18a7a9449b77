import { expect, test } from 'vitest';
import { fillChecklist, type ChecklistSignature } from '#validation/checklist/checklist.ts';
import { toChecklistMarkdown } from '#validation/checklist/checklist-markdown.ts';
import { checklist as words } from './en/validation/checklist.ts';

const signature: ChecklistSignature = {
  item: 'reviews',
  name: 'A. Person',
  note: '| <b>x</b> |',
  signedAt: '2026-01-02T00:00:00Z',
};

test('the Markdown has a row for every item, and no markup from a note', () => {
  const items = fillChecklist({ evidence: { hallmark: true } }, [signature]);
  const markdown = toChecklistMarkdown(items, 'net.onnx', words);
  expect(markdown.split('\n').filter((line) => line.startsWith('| ')).length).toBe(19 + 3 * 2);
  expect(markdown).toContain('1 met by measurement, 1 signed by a person, 0 not met, 17 open.');
  expect(markdown).not.toContain('<b>');
  expect(markdown).toContain('Met here: the hallmark names the SHA-256 of model and data.');
});
