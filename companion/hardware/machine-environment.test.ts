import { cpus } from 'node:os';
import { beforeEach, expect, test, vi } from 'vitest';
import { machineEnvironment } from './machine-environment.ts';

vi.mock('node:os', async (original) => ({
  ...(await original<typeof import('node:os')>()),
  cpus: vi.fn(() => []),
  availableParallelism: () => 2,
}));
const processor = { speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } };
beforeEach(() => vi.mocked(cpus).mockReset());

test('a CPU without a model name is unknown', () => {
  vi.mocked(cpus).mockReturnValue([{ ...processor, model: '  ' }]);
  expect(machineEnvironment().cpu).toBe('unknown');
});

test('counts the cores that this process may use, not those of the machine', () => {
  vi.mocked(cpus).mockReturnValue(Array.from({ length: 8 }, () => ({ ...processor, model: 'Example CPU' })));
  expect(machineEnvironment()).toMatchObject({ cpu: 'Example CPU', cores: 2 });
});
