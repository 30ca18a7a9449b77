import { expect, test } from 'vitest';
import { gatherComplianceFacts, type ComplianceSources } from './facts.ts';

const model = { name: 'net.onnx', sha256: 'b'.repeat(64), licence: null, source: null };
const findOrigin = (sources: ComplianceSources, code: string) =>
  gatherComplianceFacts(sources).find((fact) => fact.code === code)?.origin;

test('facts that are neither in a file nor measured have unknown origin', () => {
  expect(findOrigin({ model }, 'model-licence')).toBe('unknown');
  expect(findOrigin({ model }, 'network')).toBe('unknown');
  expect(findOrigin({ model: { ...model, licence: 'mit' } }, 'model-licence')).toBe('file');
  expect(findOrigin({ model, network: { hosts: [], requests: 3 } }, 'network')).toBe('measured');
});

test('a blank statement has unknown origin', () => {
  const facts = gatherComplianceFacts({ model, statements: { contact: '  ', 'model-use': 'sorting parcels' } });
  const statements = facts.flatMap((fact) => (fact.code === 'statement' ? [[fact.facts.id, fact.origin]] : []));
  expect(statements).toContainEqual(['contact', 'unknown']);
  expect(statements).toContainEqual(['model-use', 'person']);
});
