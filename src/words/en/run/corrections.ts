import type { HeadComparison } from '#teach/compare-heads.ts';
import type { Refusal } from '#teach/corrections/learn-from-corrections.ts';
import { format } from '../format.ts';

const { whole, percent } = format;

const formatNew = (count: number) => (count === 1 ? '1 new correction' : `${whole(count)} new corrections`);

export const corrections = {
  title: 'Correct this model',
  lead: 'Correct wrong answers, and the last layer of the model learns from your corrections in small steps. An update is used only if tests show that it is better. This browser stores features of the images, never the images themselves.',
  start: 'Start correcting',
  opening: 'Opening the model',
  reading: (done: number, total: number): string => `Reading image ${whole(done)} of ${whole(total)}`,
  learning: 'Learning',
  notAdaptable:
    'The last layer of this model cannot be adapted: it is not a fully connected float32 layer with known classes. Teach can replace it with one.',
  teach: 'Open Teach',
  notRun: 'Run the model on an image first, then confirm or correct the answer.',
  answered: (label: string): string => `The model answers: ${label}`,
  confirm: 'Confirm this answer',
  trueLabel: 'Right class',
  correct: 'Correct this answer',
  counts: (session: number, replay: number, test: number): string =>
    `${formatNew(session)}. ${whole(replay)} earlier ones are used again, and ${whole(test)} are held out for tests.`,
  needed: (count: number, min: number): string =>
    `${whole(count)} of the ${whole(min)} new corrections needed to learn, confirmed answers included.`,
  chooseClass: 'To correct the answer, enter the right class.',
  unknownClass: (label: string, count: number): string =>
    `The model has no class “${label}”. Enter one of its ${whole(count)} classes; Teach adds new classes.`,
  addFolder: 'Add labelled images',
  folderHelp:
    'One folder per class, named as in the model. Half of the images are held out to detect updates that make a class worse, so wrong corrections do no harm.',
  learn: 'Learn from corrections',
  forget: 'Delete all corrections',
  accepted: 'The update is better, and is now in use.',
  refused: 'The update is not used.',
  refusals: (refusal: Refusal): string => {
    switch (refusal.reason) {
      case 'too-few-corrections':
        return `${formatNew(refusal.count)} so far. At least ${whole(refusal.needed)} are needed; confirmed answers count too.`;
      case 'too-few-test-items':
        return `${refusal.label}: ${whole(refusal.count)} of the ${whole(refusal.needed)} held-out images that are needed. Add labelled images of this class, so that a loss of accuracy is detected.`;
      case 'worse-than-before':
        return 'The update is less accurate on images that were held out before this session. Check the new corrections: their labels contradict earlier ones.';
      case 'not-shown-better':
        return `Of the held-out images, ${whole(refusal.gained)} become right and ${whole(refusal.lost)} become wrong, which may be chance (p = ${refusal.p.toFixed(2)}). Add more corrections.`;
    }
  },
  compared: {
    earlier: ({ before, after }: HeadComparison): string =>
      `Earlier held-out images: ${percent(before)} right before the update, ${percent(after)} after it.`,
    session: ({ before, after }: HeadComparison): string =>
      `Held-out corrections of this session: ${percent(before)} right before the update, ${percent(after)} after it.`,
  },
  change: (fraction: number): string => `The weights of the layer changed by ${percent(fraction)} of their norm.`,
  adopted: (version: number, name: string): string =>
    `The updated model is now version ${whole(version)} of “${name}”.`,
  adoptedWithoutDeployment: 'The updated model is stored separately, and is open here.',
  openDeployment: 'Open the deployment',
  undo: 'Undo the update',
};
