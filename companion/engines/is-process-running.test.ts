import { spawnSync } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { isProcessRunning } from './is-process-running.ts';

test('finds the running process, and not one that has ended', () => {
  expect(isProcessRunning(process.pid)).toBe(true);
  expect(isProcessRunning(spawnSync(process.execPath, ['--version']).pid)).toBe(false);
});

test.each([0, -1, 1.5, Number.NaN])('the invalid id %d has no process', (pid) => {
  expect(isProcessRunning(pid)).toBe(false);
});

test('counts a process of another user as running', () => {
  const denied = Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
  const kill = vi.spyOn(process, 'kill').mockImplementation(() => {
    throw denied;
  });
  expect(isProcessRunning(1)).toBe(true);
  kill.mockRestore();
});
