import type { GraphSignature } from '#core/task/task.ts';
import type { DetectionHead } from '../../object-detection/heads/head.ts';
import { createUnsupportedModelError } from '../../unsupported-model-error.ts';
import { blazeface } from './blazeface.ts';
import { ultraface } from './ultraface.ts';
import { yunet } from './yunet.ts';

const heads: readonly DetectionHead[] = [yunet, ultraface, blazeface];

/** @throws AppError model-unsupported if no head matches the inputs and outputs */
export function recogniseFaceHead(model: GraphSignature): DetectionHead {
  const head = heads.find((candidate) => candidate.matches(model));
  if (head) return head;
  throw createUnsupportedModelError(model, 'not-a-face-detector');
}
