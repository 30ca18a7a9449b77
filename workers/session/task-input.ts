import type { AudioInput, TaskInput } from '#bridge/session-contract.ts';
import { AppError } from '#core/errors/error.ts';
import type { TaskInputs } from '#core/task/task.ts';
import { readWavSamples } from '#sessions/audio/read-wav-samples.ts';
import { readTextLines } from '#tasks/text-lines.ts';
import { openImage } from './decode-image.ts';

/** A decoded input of a task. `close` frees its memory. */
interface OpenedInput {
  readonly input: TaskInputs[keyof TaskInputs];
  close(): void;
}

/**
 * Decodes an input for a task.
 * @throws AppError input-invalid if the task has another input type | errors from `openImage` and `readWavSamples`
 */
export async function openInput(input: TaskInput, kind: keyof TaskInputs): Promise<OpenedInput> {
  const name = input instanceof File ? input.name : '';
  if (kind === 'text' && input instanceof Blob) return { input: await readTextLines(input, name), close: () => {} };
  if (detectInputKind(input) !== kind) {
    throw new AppError('input-invalid', { name: 'input', reason: 'input-of-other-task', expected: kind });
  }
  if (isText(input)) return { input, close: () => {} };
  if (isAudio(input)) return { input: await openAudio(input), close: () => {} };
  const image = await openImage(input);
  return { input: image, close: () => image.close() };
}

async function openAudio({ audio, language }: AudioInput): Promise<TaskInputs['audio']> {
  const samples = audio instanceof File ? readWavSamples(new Uint8Array(await audio.arrayBuffer()), audio.name) : audio;
  return { samples, ...(language !== null && { language }) };
}

function detectInputKind(input: TaskInput): keyof TaskInputs {
  if (isText(input)) return 'text';
  return isAudio(input) ? 'audio' : 'image';
}

const isAudio = (input: TaskInput): input is AudioInput => 'audio' in input;
const isText = (input: TaskInput): input is readonly string[] => Array.isArray(input);
