import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { machineEnvironment } from './machine-environment.ts';

test('a CPU without a model name is unknown', () => {
  expect(machineEnvironment([{ model: '  ' }]).cpu).toBe('unknown');
  expect(machineEnvironment([]).cpu).toBe('unknown');
});

test('counts the cores that this process may use, not all cores of the machine', () => {
  const processors = Array.from({ length: availableParallelism() + 1 }, () => ({ model: 'Example CPU' }));
  expect(machineEnvironment(processors)).toMatchObject({ cpu: 'Example CPU', cores: availableParallelism() });
});
