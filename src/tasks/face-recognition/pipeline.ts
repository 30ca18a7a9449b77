import { AppError } from '#core/errors/error.ts';
import type { Graph, GraphSignature, InputImage, PipelineDefinition } from '#core/task/task.ts';
import { recogniseFaceHead } from '../face-detection/heads/index.ts';
import type { Detection } from '../object-detection/detection.ts';
import { scoreDetections } from '../object-detection/detection-score.ts';
import { decodeDetections } from '../object-detection/pipeline.ts';
import { readFloats } from '../output-floats.ts';
import { signedUnitRgb, toNchw } from '../pixels.ts';
import { fitsTask } from '../single-graph.ts';
import { createUnsupportedModelError } from '../unsupported-model-error.ts';
import { alignedSide, alignFace } from './align-face.ts';
import type { Face } from './face.ts';

/** Minimum score of a face that is embedded: the default of OpenCV's YuNet demo. */
export const minFaceScore = 0.6;

/** Detects faces and computes an embedding of each. */
export const definition: PipelineDefinition<InputImage, readonly Face[]> = {
  roles: {
    detector: { matches: (graph) => fitsTask(() => recogniseFaceHead(graph)) },
    embedder: { matches: isEmbedder },
  },

  bind({ graphs: { detector, embedder } }) {
    if (!detector || !embedder) throw new AppError('internal', { why: 'a task was bound without its graphs' });
    const head = recogniseFaceHead(detector.facts);
    if (!isEmbedder(embedder.facts)) throw createUnsupportedModelError(embedder.facts, 'not-a-face-embedder');
    return {
      async run(image, options) {
        const outputs = await detector.run(head.encode(image, detector.facts));
        const detections = decodeDetections(head, outputs, image, detector.facts, options);
        const faces: Face[] = [];
        for (const detection of detections.filter(({ score: certainty }) => certainty >= minFaceScore))
          faces.push({ ...detection, embedding: await embed(embedder, image, detection) });
        return faces;
      },
    };
  },

  score: scoreDetections,
};

/** Whether a graph is an embedding model like those of InsightFace: one RGB image of 112 × 112 pixels, one vector. */
function isEmbedder({ inputs: [input, ...otherInputs], outputs: [output, ...otherOutputs] }: GraphSignature): boolean {
  if (!input || !output || otherInputs.length + otherOutputs.length > 0) return false;
  const isFaceImage = input.dtype === 'float32' && input.shape.slice(1).join() === `3,${alignedSide},${alignedSide}`;
  return isFaceImage && output.shape.length === 2 && Number(output.shape[1]) >= 64;
}

async function embed({ facts, run }: Graph, image: InputImage, face: Detection): Promise<readonly number[]> {
  const data = toNchw(alignFace(image, face), signedUnitRgb);
  const input = { dtype: 'float32', shape: [1, 3, alignedSide, alignedSide], data } as const;
  const vector = readFloats(await run({ [facts.inputs[0]!.name]: input }), facts.outputs[0]!.name);
  const length = Math.hypot(...vector) || 1;
  return Array.from(vector, (value) => value / length);
}
