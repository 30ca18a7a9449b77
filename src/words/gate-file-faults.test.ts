import { expect, test } from 'vitest';
import { readGateFile } from '#gates/file/gate-file.ts';
import { gateFileFaults } from './en/gates/gate-file-faults.ts';
import { errors } from './en/errors/errors.ts';

/** The message for the only fault of a file with these gates. */
function readMessage(gates: object): string {
  const [fault] = readGateFile(JSON.stringify({ version: 1, gates })).faults;
  return (gateFileFaults as Readonly<Record<string, (facts: unknown) => string>>)[fault!.reason]!(fault);
}

test('an unknown gate is named with near matches, or with all gates if nothing is similar', () => {
  expect(readMessage({ latencyy: 'error' })).toBe(
    'it names the gate “latencyy”, which does not exist; did you mean latency?',
  );
  expect(readMessage({ zzz: 'error' })).toContain('the gates are quality-ratio, quality, error-rate');
});

test('a wrong unit is named with the right one', () => {
  expect(readMessage({ latency: { severity: 'error', limit: 0.1, unit: 's' } })).toBe(
    'the unit of “latency” is "s"; it is measured in “ms”',
  );
});

test('the error says that the file cannot be used, why, and that nothing was measured', () => {
  const { what, fix } = errors['gates-invalid']({ reason: 'gates-missing' });
  expect(`${what} ${fix}`).toBe(
    'The gate file cannot be used: it has no object “gates”. Correct the file. Nothing was measured.',
  );
});
