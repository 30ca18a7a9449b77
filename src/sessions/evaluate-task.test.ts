import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { computeSha256Hex } from '#core/encoding/sha256.ts';
import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import { evaluateTask } from './evaluate-task.ts';
import type { ItemReader, OpenedImage } from './item-reader.ts';
import type { TaskSession } from './task-session.ts';

const items = ['unchanged.png', 'broken.png', 'removed.png', 'changed.png', 'last.png'].map((path): EvaluationItem => ({
  path,
  file: new File([path], path),
  truth: { kind: 'class', label: 'cat' },
}));

test('unreadable and removed images fail only their own items', async () => {
  const disk = new Map(items.map(({ path }) => [path, new File([path], path)]));
  const decoded = { pixels: new Uint8Array(4) as unknown, close: () => {} } as Partial<OpenedImage> as OpenedImage;
  const host: Partial<ItemReader> = {
    openFile: async (file) => {
      const { name } = file as File;
      const stored = disk.get(name);
      if (!stored) throw new AppError('file-gone', { file: name });
      return stored;
    },
    images: {
      decode: async (_, name) => {
        if (name === 'broken.png') throw new AppError('file-unreadable', { file: name });
        return decoded;
      },
      fromPixels: async () => decoded,
      encode: async () => new Uint8Array(),
    },
  };
  const session = {
    input: 'image',
    evaluation: async () => ({ label: 'class', toOutcome: () => 'right' }),
    pipeline: {
      run: async () => {
        disk.delete('removed.png');
        disk.set('changed.png', new File(['other bytes'], 'changed.png'));
        return { result: 'cat', timing: { preMs: 0, inferenceMs: 1, postMs: 0 }, graphRuns: {} };
      },
    },
  } as Partial<Record<keyof TaskSession, unknown>> as TaskSession;
  const evaluated = await evaluateTask(session, items, false, host as ItemReader);
  const { path: _, ...broken } = evaluated[1]!;
  expect(broken).toMatchObject({ sha256: await computeSha256Hex(new TextEncoder().encode('broken.png')) });
  expect(evaluated.map((item) => ('error' in item ? item.error.code : item.outcome))).toEqual([
    'right',
    'file-unreadable',
    'file-gone',
    'right',
    'right',
  ]);
  expect(evaluated[3]!.sha256).toBe(await computeSha256Hex(new TextEncoder().encode('other bytes')));
  expect(evaluated[2]!.sha256).toBeNull();
});
