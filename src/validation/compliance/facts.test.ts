import { expect, test } from 'vitest';
import { gatherComplianceFacts, type ComplianceSources } from './facts.ts';

const model = { name: 'net.onnx', sha256: 'b'.repeat(64), licence: null, source: null };
const factOrigin = (sources: ComplianceSources, code: string) =>
  gatherComplianceFacts(sources).find((fact) => fact.code === code)?.origin;

test('facts neither in a file nor measured are unknown', () => {
  expect(factOrigin({ model }, 'model-licence')).toBe('unknown');
  expect(factOrigin({ model }, 'network')).toBe('unknown');
  expect(factOrigin({ model: { ...model, licence: 'mit' } }, 'model-licence')).toBe('file');
  expect(factOrigin({ model, network: { hosts: [], requests: 3 } }, 'network')).toBe('measured');
});

test('an empty statement counts as missing', () => {
  const facts = gatherComplianceFacts({ model, statements: { contact: '  ', 'model-use': 'sorting parcels' } });
  const statements = facts.flatMap((fact) => (fact.code === 'statement' ? [[fact.facts.id, fact.origin]] : []));
  expect(statements).toContainEqual(['contact', 'unknown']);
  expect(statements).toContainEqual(['model-use', 'person']);
});
