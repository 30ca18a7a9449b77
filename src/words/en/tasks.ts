import type { TaskId } from '#tasks/index.ts';

/** Separate from the other texts of the page, because errors name tasks too. */
export const tasks = {
  'object-detection': {
    name: 'Detection',
    title: 'Object detection',
    lead: 'Detects objects of 80 everyday classes in an image or the camera.',
  },
  'image-classification': {
    name: 'Classification',
    title: 'Image classification',
    lead: 'Open an ImageNet or CIFAR-10 classifier, then choose images or a folder of them.',
  },
  ocr: {
    name: 'OCR',
    title: 'Text recognition (OCR)',
    lead: 'Choose the files of a PP-OCR model together: detector, recogniser, its key list, and the direction classifier if there is one.',
  },
  segmentation: {
    name: 'Segmentation',
    title: 'Segmentation',
    lead: 'Separates people or objects from the background: cut out, blur or replace.',
  },
  digits: {
    name: 'Digits',
    title: 'Digit recognition',
    lead: 'Draw one digit, 0 to 9. It is recognised as you draw.',
  },
} satisfies Record<TaskId, { readonly name: string; readonly title: string; readonly lead: string }>;
