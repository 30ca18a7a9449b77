import type { LoadCurve } from '#bench/load-curve/load-curve.ts';
import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const { number, duration, whole } = format;

const sizes = {
  batch: (size: number) => (size === 1 ? 'ingizo moja' : `makundi ya maingizo ${size}`),
  concurrency: (size: number) => (size === 1 ? 'ombi moja' : `maombi ${size} kwa wakati mmoja`),
} satisfies Record<keyof LoadCurve, (size: number) => string>;

/** Throughput and latency of a model under load. */
export const loadCurve: Text['bench']['loadCurve'] = {
  title: 'Makundi na maombi ya wakati mmoja',
  lead: 'Hupima upitishaji na ucheleweshaji wa makundi ya maingizo 1 hadi 32, ikiwa dimensheni ya kwanza ya modeli ni huru, na wa maombi 1 hadi 16 kwa wakati mmoja, ikiwa modeli inaendeshwa katika programu mwenza. Huchukua takriban sekunde 3, 15 au 45 kulingana na urefu wa upimaji, na zaidi kwa modeli za polepole.',
  start: 'Pima chini ya mzigo',
  measureAgain: 'Pima tena chini ya mzigo',
  measuring: 'Inapima chini ya mzigo',
  copy: 'Nakili kama JSON',
  series: [
    {
      id: 'batch',
      title: 'Makundi',
      columns: ['Maingizo kwa kundi', 'Maingizo kwa sekunde', 'Ucheleweshaji (mediani)', 'p95', 'n'],
    },
    {
      id: 'concurrency',
      title: 'Maombi ya wakati mmoja',
      columns: ['Maombi kwa wakati', 'Maingizo kwa sekunde', 'Ucheleweshaji (mediani)', 'p95', 'n'],
    },
  ],
  row: ({ size, inputsPerS, medianMs, p95, n }) => [
    whole(size),
    number(inputsPerS),
    duration(medianMs),
    'ms' in p95 ? duration(p95.ms) : `inahitaji n ≥ ${p95.needs}`,
    whole(n),
  ],
  notes({ points, knee, ended }, id) {
    const fastest = points.reduce((best, point) => (point.inputsPerS > best.inputsPerS ? point : best));
    const end = ended
      ? [
          ended.code === 'too-slow'
            ? `Ukubwa zaidi haukupimwa: mwito wenye ${sizes[id](ended.size)} ulichukua zaidi ya sekunde 10.`
            : `Ukubwa zaidi haukupimwa: ${sizes[id](ended.size)} yameshindwa (${ended.code}).`,
        ]
      : [];
    const power = 'uwiano wa upitishaji kwa ucheleweshaji (power ya Kleinrock)';
    const figure = `maingizo ${number(knee.power)} kwa sekunde kwa ms`;
    return [
      knee.size === points.at(-1)?.size
        ? `Hakuna kona hadi ${sizes[id](knee.size)}: ${power} ni wa juu zaidi hapo, ${figure}.`
        : `Kona: ${sizes[id](knee.size)}, ambapo ${power} ni wa juu zaidi, ${figure}. Baada ya hapo, ucheleweshaji hukua haraka kuliko upitishaji.`,
      `Upitishaji wa juu zaidi: maingizo ${number(fastest.inputsPerS)} kwa sekunde, kwa ${sizes[id](fastest.size)}.`,
      ...end,
    ];
  },
  notMeasured: {
    'no-batch-axis': 'Haikupimwa: dimensheni ya kwanza si dimensheni huru iliyo moja kwa maingizo na matokeo yote.',
    'one-call-at-a-time': 'Haikupimwa: injini iliyo ndani ya ukurasa hujibu ombi moja baada ya lingine.',
  },
};
