import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { readMachineEnvironment } from './machine-environment.ts';

test('reports a CPU without a model name as unknown', () => {
  expect(readMachineEnvironment([{ model: '  ' }]).cpu).toBe('unknown');
  expect(readMachineEnvironment([]).cpu).toBe('unknown');
});

test('counts the cores that this process may use, not all cores of the machine', () => {
  const processors = Array.from({ length: availableParallelism() + 1 }, () => ({ model: 'Example CPU' }));
  expect(readMachineEnvironment(processors)).toMatchObject({ cpu: 'Example CPU', cores: availableParallelism() });
});
