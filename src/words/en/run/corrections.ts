import type { HeadComparison } from '#teach/compare-heads.ts';
import type { Refusal } from '#teach/corrections/learn-from-corrections.ts';
import { format } from '../format.ts';

const { whole, percent } = format;

const formatNew = (count: number) => (count === 1 ? '1 new correction' : `${whole(count)} new corrections`);

export const corrections = {
  title: 'Correct this model',
  lead: 'Say which answers are wrong, and the last layer of the model learns from it in small steps. An update is used only if it is shown to be better. Features of the pictures are stored in this browser, never the pictures.',
  start: 'Start correcting',
  opening: 'Opening the model',
  reading: (done: number, total: number): string => `Reading picture ${whole(done)} of ${whole(total)}`,
  learning: 'Learning',
  notAdaptable:
    'The last layer of this model cannot be adapted: it is not a fully connected layer of float32 with known classes. Teach gives the model a layer that can.',
  teach: 'Open Teach',
  noAnswer: 'Run a picture first, then say whether the answer is right.',
  answered: (label: string): string => `The model answers: ${label}`,
  confirm: 'That is right',
  isInstead: 'No, it is',
  correct: 'Correct',
  counts: (session: number, replay: number, test: number): string =>
    `${formatNew(session)}. ${whole(replay)} earlier ones to learn from again, ${whole(test)} held out for tests.`,
  addFolder: 'Add labelled pictures',
  folderHelp:
    'A folder for each class, named as in the model. Half of the pictures are held out: they show whether an update makes a class worse, so that wrong corrections do no harm.',
  learn: 'Learn from corrections',
  forget: 'Delete all corrections',
  accepted: 'The update is better and in use.',
  refused: 'The update is not used.',
  refusals: (refusal: Refusal): string => {
    switch (refusal.reason) {
      case 'too-few-corrections':
        return `There are ${formatNew(refusal.count)}. At least ${whole(refusal.needed)} are needed, confirmed answers included.`;
      case 'too-few-test-items':
        return `${refusal.label}: ${whole(refusal.count)} of ${whole(refusal.needed)} held-out pictures from before. Add labelled pictures of this class, so that it is noticed if it gets worse.`;
      case 'worse-than-before':
        return 'Pictures that were held out before this session would be answered worse. Check the new corrections: their labels contradict what is known.';
      case 'not-shown-better':
        return `On held-out pictures it gains ${whole(refusal.gained)} and loses ${whole(refusal.lost)}, which can be chance (p = ${refusal.p.toFixed(2)}). Add more corrections.`;
    }
  },
  compared: {
    earlier: ({ before, after }: HeadComparison): string =>
      `Held-out pictures from before: ${percent(before)} right, now ${percent(after)}.`,
    session: ({ before, after }: HeadComparison): string =>
      `Held-out corrections of this session: ${percent(before)} right, now ${percent(after)}.`,
  },
  change: (fraction: number): string => `The weights of the layer changed by ${percent(fraction)} of their norm.`,
  adopted: (version: number, name: string): string => `It is now version ${whole(version)} of “${name}”.`,
  adoptedWithoutDeployment: 'It is stored as a model of its own, and open here.',
  openDeployment: 'Open the deployment',
  undo: 'Undo: return to the model before',
};
