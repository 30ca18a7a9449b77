import { afterEach } from 'vitest';
import type { OpenedBackbone } from '#bridge/teach-contract.ts';
import type { Head } from '#teach/head.ts';
import { trainHead, type TrainedHead, type TrainingRequest } from '#teach/train-head.ts';

/** The requests to train a head, in order. */
export const trainingRequests: TrainingRequest[] = [];

/** The head of the models that are opened. */
export const opened: { head: Head | null } = { head: null };

afterEach(() => {
  trainingRequests.length = 0;
  opened.head = null;
});

/**
 * Replaces `bridge/teach-handle.ts` in tests, without its worker. The only feature of an image is the number in its
 * name. Heads are trained by the real code.
 */
export class TeachHandle {
  open = async (): Promise<OpenedBackbone> => ({
    name: 'model.onnx',
    source: { kind: 'penultimate', tensor: 'pooled' },
    length: 1,
    labels: [],
    head: opened.head,
    isOnnx: true,
    sha256: null,
    adaptable: null,
  });

  embed = async (image: File) => ({
    features: [Float32Array.of(parseFloat(image.name))] as const,
    backboneLabel: null,
  });

  async train(request: TrainingRequest): Promise<TrainedHead> {
    trainingRequests.push(request);
    return trainHead(request);
  }

  save = async (_head: Head, name: string) => new File([], name);

  close(): void {}
}
