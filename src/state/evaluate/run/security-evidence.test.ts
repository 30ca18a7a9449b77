import { expect, test, vi } from 'vitest';
import { inspectors } from '../../fakes/inspect-handle.fixture.ts';
import { storedModels } from '../../models/stored-models.svelte.ts';
import { collectSecurityEvidence } from './security-evidence.ts';

vi.mock('#bridge/inspect-handle.ts', () => import('../../fakes/inspect-handle.fixture.ts'));

const { signal } = new AbortController();

test('the evidence is the number of findings with high severity, and the worker is closed', async () => {
  const pending = collectSecurityEvidence({ files: [new File([], 'x.onnx')], storedId: null }, signal);
  const findings = [{ file: 'x.onnx', code: 'external-path', severity: 'high', facts: { path: '../x' } }] as const;
  inspectors.at(-1)?.scans.at(-1)?.answer({ files: 1, findings, omitted: 0, high: 1, isComplete: true });
  await expect(pending).resolves.toEqual({ value: 1, n: 1 });
  expect(inspectors.at(-1)?.isClosed).toBe(true);
});

test('a model whose files are not available has no evidence', async () => {
  await expect(collectSecurityEvidence({ files: [], storedId: null }, signal)).resolves.toBeNull();
  expect(inspectors.length).toBe(0);
});

test('the files of a stored model are scanned', async () => {
  vi.spyOn(storedModels, 'loadFiles').mockResolvedValue([new File([], 'digits.float16.onnx')]);
  const pending = collectSecurityEvidence({ files: [], storedId: 'digits.float16.onnx (a8f63482)' }, signal);
  await expect.poll(() => inspectors.at(-1)?.scans.length).toBe(1);
  inspectors.at(-1)?.scans.at(-1)?.answer({ files: 1, findings: [], omitted: 0, high: 0, isComplete: true });
  await expect(pending).resolves.toEqual({ value: 0, n: 1 });
  expect(storedModels.loadFiles).toHaveBeenCalledWith('digits.float16.onnx (a8f63482)');
});
