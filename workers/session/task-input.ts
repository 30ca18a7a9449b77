import type { TaskInput } from '#bridge/session-contract.ts';
import { AppError } from '#core/errors/error.ts';
import type { TaskInputs } from '#core/task/task.ts';
import { readTextLines } from '#tasks/text-lines.ts';
import { openImage } from './decode-image.ts';

/** An input in the form that a task needs. `close` frees it. */
interface OpenedInput {
  readonly input: TaskInputs[keyof TaskInputs];
  close(): void;
}

/** @throws AppError input-invalid if the task needs another kind of input | as `openImage` */
export async function openInput(input: TaskInput, kind: keyof TaskInputs): Promise<OpenedInput> {
  const name = input instanceof File ? input.name : '';
  if (kind === 'text' && input instanceof Blob) return { input: await readTextLines(input, name), close: () => {} };
  if (isText(input) !== (kind === 'text')) {
    throw new AppError('input-invalid', { name: 'input', reason: 'input-of-other-task', expected: kind });
  }
  if (isText(input)) return { input, close: () => {} };
  const image = await openImage(input);
  return { input: image, close: () => image.close() };
}

const isText = (input: TaskInput): input is readonly string[] => Array.isArray(input);
