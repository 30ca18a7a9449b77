import type { CorruptionId } from '#validation/robustness/corruptions/index.ts';
import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const corruptions = {
  'gaussian-noise': 'Kelele ya Gauss',
  'gaussian-blur': 'Ukungu wa Gauss',
  brightness: 'Mwangaza',
  contrast: 'Utofautishaji mdogo',
  jpeg: 'Mbano wa JPEG',
  crop: 'Kupunguzwa kingo',
  rotation: 'Kuzungushwa',
  occlusion: 'Kufunikwa',
  'audio-noise': 'Kelele',
  'audio-clipping': 'Kukatwa kilele cha sauti',
  'text-typos': 'Makosa ya kuandika',
  'text-case': 'Herufi kubwa na ndogo',
} satisfies Record<CorruptionId, string>;

/** The scores of corrupted items, and how to choose them. */
export const robustness: Text['robustness'] = {
  title: 'Uimara',
  lead: 'Baada ya vipengee, sampuli yake hutathminiwa ikiwa imeharibiwa kwa kelele, ukungu, utofautishaji mdogo na mengineyo, kama katika ImageNet-C.',
  run: 'Tathmini kwa uharibifu',
  severities: 'Viwango vya uharibifu',
  severityChoice: (severity) =>
    severity === 1 ? '1 (hafifu zaidi)' : severity === 5 ? '5 (kikali zaidi)' : String(severity),
  items: 'Vipengee vya kuharibiwa',
  cost: ({ items, corruptions: count, severities }) =>
    `Vipengee ${format.whole(items)} × aina ${format.whole(count)} za uharibifu × viwango ${format.whole(severities)}: modeli itaendeshwa mara ${format.whole(items * count * severities)} zaidi.`,

  results: 'Uimara: alama kwa vipengee vilivyoharibiwa',
  caption: (metric, items) => `${metric} ya vipengee ${items} kwa kiwango cha uharibifu`,
  corruption: 'Uharibifu',
  severity: (severity) => `Kiwango cha ${severity}`,
  name: (id) => corruptions[id],
  clean: 'Hakuna (vipengee vile vile)',
  meanError: (value) =>
    `Wastani wa makosa ya uharibifu: ${value}, wastani wa aina zote za uharibifu, bila kusawazishwa kwa modeli ya msingi.`,
  relativeError: (value) =>
    `Kulinganishwa na modeli ya msingi: ${value} ya makosa yake kwa vipengee vile vile vilivyoharibiwa (mean corruption error ya ImageNet-C).`,
  hostile: {
    caption: 'Maingizo hasidi, yaliyopewa modeli bila uchakataji wa awali',
    input: 'Ingizo',
    outcome: 'Kilichotokea',
    inputs: {
      zeros: 'Sufuri zote',
      constant: 'Moja zote',
      max: 'Thamani kubwa zaidi ya aina',
      min: 'Thamani ndogo zaidi ya aina',
      'not-a-number': 'NaN',
      infinite: 'Infinity',
      'one-more': 'Dimensheni ya mwisho imeongezwa moja',
      empty: 'Dimensheni ya mwisho 0',
      'other-rank': 'Dimensheni moja zaidi',
    },
    outcomes: {
      error: 'limekataliwa kwa hitilafu',
      finite: 'tokeo lenye kikomo',
      'not-finite': 'NaN au infinity kwenye tokeo',
      crash: 'injini iliacha kufanya kazi ghafla',
    },
  },
  isPartial: 'Si aina zote za uharibifu zilizopewa alama, kwa hivyo vigezo havizingatii alama hizi.',
  failed: (count) => `Uendeshaji ${count} ulishindwa; haumo kwenye alama yoyote.`,
};
