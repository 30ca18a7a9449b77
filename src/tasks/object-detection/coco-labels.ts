/** The 80 classes of COCO's detection task, by class id: in the order of their category ids. */
export const cocoLabels: readonly string[] = `
  person, bicycle, car, motorcycle, airplane, bus, train, truck, boat, traffic light, fire hydrant, stop sign,
  parking meter, bench, bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe, backpack, umbrella,
  handbag, tie, suitcase, frisbee, skis, snowboard, sports ball, kite, baseball bat, baseball glove, skateboard,
  surfboard, tennis racket, bottle, wine glass, cup, fork, knife, spoon, bowl, banana, apple, sandwich, orange,
  broccoli, carrot, hot dog, pizza, donut, cake, chair, couch, potted plant, bed, dining table, toilet, tv,
  laptop, mouse, remote, keyboard, cell phone, microwave, oven, toaster, sink, refrigerator, book, clock, vase,
  scissors, teddy bear, hair drier, toothbrush`
  .trim()
  .split(/,\s+/);

/** The ids of COCO's 90 categories that its detection task does not use. */
const unusedCategories: ReadonlySet<number> = new Set([12, 26, 29, 30, 45, 66, 68, 69, 71, 83]);
const usedCategories = Array.from({ length: 90 }, (_, index) => index + 1).filter((id) => !unusedCategories.has(id));
/** Number of classes of a model that uses COCO's category ids, 0 to 90, as class ids. */
export const cocoCategoryCount = 91;

/**
 * Returns the label of a category by its id in COCO's annotation files; `undefined` if the detection task does not use
 * it.
 */
export function getCocoCategory(id: number): string | undefined {
  return cocoLabels[usedCategories.indexOf(id)];
}
