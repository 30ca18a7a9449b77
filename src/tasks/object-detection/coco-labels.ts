/** The 80 classes of COCO detection, in the order in which models of this family number them from 0. */
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

/** Categories of the full COCO list, 1 to 90, which its detection task omits. */
const unused: ReadonlySet<number> = new Set([12, 26, 29, 30, 45, 66, 68, 69, 71, 83]);
const categories = Array.from({ length: 90 }, (_, index) => index + 1).filter((id) => !unused.has(id));
/** The number of classes of a model that numbers them like COCO's annotation files, 0 to 90. */
export const cocoCategoryCount = 91;

/** The label of a category by COCO's own number. */
export function getCocoCategory(id: number): string | undefined {
  return cocoLabels[categories.indexOf(id)];
}
