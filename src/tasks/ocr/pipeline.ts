import { AppError } from '#core/errors/error.ts';
import type { Graph, InputImage, PipelineDefinition } from '#core/task/task.ts';
import { computeCharacterErrorRate } from '#metrics/edit-distance.ts';
import { readFloats } from '../output-floats.ts';
import { cropLine } from './crop.ts';
import { createDetectorInput, chooseDetectorSize } from './detector-input.ts';
import { findUpsideDownLines } from './line-direction.ts';
import { flattenOnWhite, rotate180, type PixelBlock } from './pixel-block.ts';
import { sortByReadingOrder } from './reading-order.ts';
import type { DecodedText } from './ctc.ts';
import { bindRecogniser } from './recogniser.ts';
import { createRecognition, type Recognition } from './recognition.ts';
import { roles } from './roles.ts';
import { findTextBoxes, type TextBox } from './text-boxes.ts';

/** Minimum score of a line: `text_score` of RapidOCR. */
const minScore = 0.5;

/**
 * Reads the text of an image as PP-OCR does (https://arxiv.org/abs/2009.09941): a detector finds lines, an optional
 * classifier detects which of them are upside down, and a recogniser reads them.
 */
export const definition: PipelineDefinition<InputImage, Recognition> = {
  roles,

  async bind({ graphs: { detector, direction, recogniser: recogniserGraph }, files: { keys } }) {
    if (!detector || !recogniserGraph)
      throw new AppError('internal', { why: 'bound without its detector or its recogniser' });
    const recogniser = await bindRecogniser(recogniserGraph, keys);
    return {
      async run(image, { onPartial }) {
        const block = readPixels(image);
        const boxes = await detect(detector, block);
        const crops = boxes.map(({ quad }) => cropLine(block, quad));
        const isUpsideDown = direction ? await findUpsideDownLines(direction, crops) : crops.map(() => false);
        const lines = crops.map((line, index) => (isUpsideDown[index] ? rotate180(line) : line));
        const texts = new Map<number, DecodedText>();
        for await (const batch of recogniser.read(lines)) {
          for (const { index, text, score } of batch) texts.set(index, { text, score });
          onPartial?.(collectRecognisedText(boxes, isUpsideDown, texts));
        }
        return collectRecognisedText(boxes, isUpsideDown, texts);
      },
    };
  },

  /** 1 minus the character error rate. */
  score: (actual, expected) => Math.max(0, 1 - computeCharacterErrorRate(actual.text, expected.text)),
};

function readPixels(image: InputImage): PixelBlock {
  const { width, height } = image;
  const block = { width, height, rgba: image.readRgba(width, height) };
  flattenOnWhite(block);
  return block;
}

async function detect({ facts, run }: Graph, image: PixelBlock): Promise<TextBox[]> {
  const [input, output] = [facts.inputs[0]!, facts.outputs[0]!];
  const size = chooseDetectorSize(image, input.shape);
  const outputs = await run({ [input.name]: createDetectorInput(image, size) });
  return findTextBoxes({ ...size, probabilities: readFloats(outputs, output.name) }, image);
}

/** Collects the lines that are recognised so far with at least the minimum score, in reading order. */
function collectRecognisedText(
  boxes: readonly TextBox[],
  isUpsideDown: readonly boolean[],
  texts: ReadonlyMap<number, DecodedText>,
): Recognition {
  const pieces = boxes.flatMap(({ quad }, index) => {
    const decodedText = texts.get(index);
    return decodedText && decodedText.score >= minScore && decodedText.text.trim() !== ''
      ? [{ ...decodedText, quad, upsideDown: isUpsideDown[index]! }]
      : [];
  });
  return createRecognition(sortByReadingOrder(pieces));
}
