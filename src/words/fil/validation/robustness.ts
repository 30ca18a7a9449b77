import type { Text } from '../../language.ts';
import { count as countOf } from '../format.ts';

const corruptions = {
  'gaussian-noise': 'Gaussian noise',
  'gaussian-blur': 'Gaussian blur',
  brightness: 'Liwanag',
  contrast: 'Mababang contrast',
  jpeg: 'JPEG compression',
  crop: 'Pagputol ng gilid',
  rotation: 'Pag-ikot',
  occlusion: 'Pagtakip',
  'audio-noise': 'Ingay',
  'audio-clipping': 'Clipping',
  'text-typos': 'Mga typo',
  'text-case': 'Laki ng titik',
};

/** The scores of corrupted items, and how to choose them. */
export const robustness: Text['robustness'] = {
  title: 'Robustness',
  lead: 'Pagkatapos ng mga item, ine-evaluate ang isang sample ng mga ito nang may mga corruption gaya ng ingay, paglabo, at mababang contrast, tulad ng sa ImageNet-C.',
  run: 'Mag-evaluate nang may mga corruption',
  severities: 'Mga severity',
  severityChoice: (severity) =>
    severity === 1 ? '1 (pinakamagaan)' : severity === 5 ? '5 (pinakamalakas)' : String(severity),
  items: 'Mga item na may corruption',
  cost: ({ items, corruptions: kinds, severities }) =>
    `${countOf(items, 'item')} × ${countOf(kinds, 'corruption')} × ${countOf(severities, 'severity')}: ${countOf(items * kinds * severities, 'dagdag na run')} ng model.`,

  results: 'Robustness: mga score na may mga corruption',
  caption: (metric, items) => `${metric} ng ${countOf(items, 'item')} ayon sa severity`,
  corruption: 'Corruption',
  severity: (severity) => `Severity ${severity}`,
  name: (id) => corruptions[id],
  clean: 'Wala (parehong mga item)',
  meanError: (value) =>
    `Mean corruption error: ${value}, ang mean sa lahat ng corruption, hindi naka-normalize sa baseline.`,
  relativeError: (value) =>
    `Kumpara sa baseline: ${value} ng mga error nito sa parehong mga item na may corruption (ang mean corruption error ng ImageNet-C).`,
  hostile: {
    caption: 'Mga mapanirang input, ibinigay sa model nang walang preprocessing',
    input: 'Input',
    outcome: 'Kinalabasan',
    inputs: {
      zeros: 'Puro zero',
      constant: 'Puro isa',
      max: 'Pinakamalaking value ng type',
      min: 'Pinakamaliit na value ng type',
      'not-a-number': 'NaN',
      infinite: 'Infinity',
      'one-more': 'Huling dimension na mas malaki ng isa',
      empty: 'Huling dimension na 0',
      'other-rank': 'Isa pang dimension',
    },
    outcomes: {
      error: 'tinanggihan nang may error',
      finite: 'finite na output',
      'not-finite': 'NaN o infinity sa output',
      crash: 'nag-crash ang engine',
    },
  },
  isPartial: 'Hindi lahat ng corruption ay may score, kaya binabalewala ng mga gate ang mga score na ito.',
  failed: (count) => `${countOf(count, 'run')} ang pumalya; walang score na kasama ang mga ito.`,
};
