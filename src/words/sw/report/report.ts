import type { Text } from '../../language.ts';
import { scores } from '../evaluate/metrics.ts';
import { compare } from '../results/compare.ts';
import { facts } from './report-facts.ts';
import { flags } from './report-flags.ts';
import { markdown, notComparedText, referenceText } from './report-markdown.ts';

export const report: Text['report'] = {
  markdown: () => markdown,

  title: (subject, speed, machine) => `${subject}: ${speed} kwenye ${machine}`,
  lead: 'Hushirikiwa kama kiungo, ambacho kina yote haya.',
  reading: 'Inasoma kiungo',
  badLink: 'Kiungo batili cha tokeo',
  selfReported:
    'Limetolewa na kifaa lilikopimwa. Checksum ya kiungo hugundua uharibifu; si sahihi ya kidijitali, na haithibitishi lolote kuhusu aliyekituma.',

  scores,

  cells: {
    seeded: 'Ingizo lililotengenezwa',
    pre: 'Kufumbua na uchakataji wa awali',
    inference: 'Inferensi',
    post: 'Uchakataji wa mwisho',
    prompt: (tokens) => `Prompti ya tokeni ${tokens}`,
    generation: (tokens) => `Kutengeneza tokeni ${tokens}`,
    batch: (size) => `Ukubwa wa kundi ${size}`,
    emptyContext: 'Muktadha mtupu',
    context: (tokens) => `Muktadha wa tokeni ${tokens}`,
    after: (work, context) => `${work} ·\u00a0${context}`,
  },

  verdict: {
    label: 'Uamuzi',
    perInference: 'kwa inferensi, mediani',
    perItem: 'kwa kipengee, mediani',
    phaseMedian: (phase, time) => `${phase}: ${time} kwa kipengee, mediani`,
    rate: (perSecond) => `inferensi ${perSecond} kwa sekunde`,
    tokensPerS: 'tokeni kwa sekunde',
    works: {
      prompt: 'uchakataji wa prompti, mediani',
      generation: 'utengenezaji wa jibu, mediani',
    },
    firstToken: (promptTokens, time) =>
      `Muda hadi tokeni ya kwanza kwa prompti ya tokeni ${promptTokens}: ${time} (mediani)`,
    spread: (mad, fraction) => `Mkengeuko wa mediani (MAD) ${mad} (${fraction} ya mediani)`,
    oneSample: 'Mtawanyiko haukupimwa: sampuli ni moja',
    onlyEmptyContext:
      'Kasi yenye muktadha uliojazwa haikupimwa: kuujaza huchukua muda mrefu mno hapa, muktadha uliofunguliwa ni mfupi mno, au injini haiwezi kuutumia tena.',
    validities: {
      valid: { mark: 'halali', sentence: 'Limepimwa kwa njia kamili, bila kukatizwa.' },
      indicative: {
        mark: 'la kukadiria',
        sentence: 'Makadirio ya juujuu pekee: sampuli ni chache mno kwa tokeo la kutegemewa.',
      },
      noisy: {
        mark: 'halijatulia',
        sentence:
          'Sampuli hutofautiana mno, au programu nyingine zilitumia CPU. Usitegemee kasi hii; pima tena kifaa kikiwa kimetulia.',
      },
      interrupted: {
        mark: 'limekatizwa',
        sentence: 'Uendeshaji ulisumbuliwa. Usilitegemee; pima tena.',
      },
      invalid: { mark: 'batili', sentence: 'Matokeo si sahihi, kwa hivyo kasi hii haihesabiki.' },
    },
    on: (engine, version, device, threads) => `${engine} ${version} kwenye ${device}, ${threads}`,
    machine: (name, os, cores) => `${name}, ${os}, viini ${cores} vya kimantiki`,
    size: (size, sha256) => (sha256 === null ? size : `${size}, SHA-256 ${sha256}`),
    wrong: 'matokeo yasiyo sahihi',
    gatesFailed: 'vigezo vimeshindwa',
    failedTitle: (title: string) => `Vigezo vimeshindwa: ${title}`,
    fallback: (requested) => `mbadala wa ${requested}`,
  },

  agreement: {
    title: 'Ulinganifu na rejea',
    words: {
      identical: 'Sawa kabisa',
      expected: 'Kama inavyotarajiwa',
      investigate: 'Yachunguze',
      broken: 'Si sahihi',
      'not-measured': 'Haukupimwa',
    },
    sentences: {
      identical: (against) => `Kila thamani ni sawa na rejea, ${against}.`,
      expected: (against) => `Matokeo yanatofautiana na ya ${against} kwa kukaribisha desimali pekee.`,
      investigate: (against) => `Matokeo yanatofautiana na ya ${against} kuliko kukaribisha desimali kunavyoeleza.`,
      broken: (against) => `Matokeo hayalingani na ya ${against}.`,
    },
    values: (metric, value, difference) => `${metric} ${value}, tofauti kubwa zaidi ${difference}`,
    tokens: (same, tokens) => `tokeni ${same} kati ya ${tokens} za kwanza za greedy ni sawa`,
    margin: (value) => `tofauti ya log-probability kwenye tofauti ya kwanza ni ${value}`,
    nearlyOne: 'zaidi ya 0.99999999',
    noDifference: 'si namba yenye kikomo',
    notMeasured: (why) => `Haikulinganishwa: ${notComparedText(why)}.`,
    reference: referenceText,
  },

  statistics: {
    title: 'Takwimu',
    caption: 'Takwimu za kila jaribio, kwa milisekunde kwa inferensi au tokeni',
    statistic: 'Takwimu',
    median: 'Mediani',
    mad: 'MAD',
    mean: 'Wastani, wigo wa 95%',
    interval: (mean, half) => `${mean} ± ${half}`,
    min: 'Kima cha chini',
    max: 'Kima cha juu',
    p90: 'p90',
    p95: 'p95',
    p99: 'p99',
    needs: (n) => `inahitaji n ≥ ${n}`,
    n: 'Sampuli (n)',
    excluded: 'Sampuli zilizoachwa nje',
    perSample: 'Inferensi kwa sampuli',
    tokensPerSample: 'Tokeni kwa sampuli',
  },

  phases: {
    title: 'Awamu (kila moja imepimwa peke yake)',
    caption: 'Muda wa kila awamu',
    download: 'Kupakua',
    nothing: 'hakuna kilichopakuliwa',
    load: 'Kupakia injini',
    notApart: 'haikupimwa peke yake',
    create: 'Kutengeneza kipindi',
    first: (cell) => `Inferensi ya kwanza, ${cell}`,
    firstPerToken: (cell) => `Uendeshaji wa kwanza, kwa tokeni, ${cell}`,
    warmup: (cell) => `Kupasha moto, ${cell}`,
    warmupText: (runs, time, settled) => `uendeshaji ${runs} kwa ${time}, ${settled ? 'ulitulia' : 'haukutulia'}`,
    starts: {
      cold: 'baridi: matumizi ya kwanza ya injini hii tangu ukurasa ufunguliwe, msimbo wake haukuwa kwenye akiba',
      warm: 'moto: injini hii ilikuwa imeendeshwa awali, au msimbo wake ulikuwa kwenye akiba',
    },
    codes: {
      network: 'mtandao',
      cache: 'akiba ya kivinjari',
    },
  },

  plot: {
    title: 'Mgawanyo',
    samples: 'Sampuli kwa mfuatano wa kuchukuliwa kwake',
    fromBins: 'Kiungo hubeba sampuli kama histogramu: mfuatano wake hupotea.',
    binWidth: (width) =>
      `Kila moja hujulikana kwa usahihi wa fungu lake pekee. Upana wa fungu ni ${width}; takwimu ni kamili.`,
    label: (n, low, median, high) => `Histogramu ya sampuli ${n} kuanzia ${low} hadi ${high}, mediani ${median}.`,
    stripLabel: (n, outliers) => `Sampuli ${n} kwa muda; thamani za mbali ${outliers}.`,
    countAbove: (count, limit) => `+${count} juu ya ${limit}`,
    median: 'mediani',
    outliers: 'thamani za mbali (zimejumuishwa)',
    excluded: 'zilizoachwa nje',
  },

  flags,

  facts,

  samples: {
    title: 'Sampuli ghafi',
    show: (count) => `Sampuli zote ${count}, kwa milisekunde`,
    bins: (count) => `Mafungu yote ${count}: mwanzo, sampuli`,
  },

  export: {
    title: 'Hamisha',
    json: 'Hifadhi JSON',
    csv: 'Hifadhi CSV',
    markdown: 'Hifadhi Markdown',
    copyMarkdown: 'Nakili Markdown',
  },

  share: {
    title: 'Kiungo',
    contents: 'Kiungo kina nini',
    lead: 'Kiungo ndicho tokeo: hakihifadhiwi kwenye seva yoyote, na hufunguka bila akaunti. Kina yale tu yaliyoorodheshwa hapa.',
    caption: 'Yote yaliyo kwenye kiungo',
    length: (count) => `Herufi ${count}`,
    needsData: (folder) =>
      `Ili kurudia tathmini hii, tumia data ile ile: nakala ya folda “${folder}”. Baada ya uendeshaji, SHA-256 yake ni`,
    noRepeat: 'Toleo hili haliijui modeli hiyo, kwa hivyo uendeshaji hauwezi kurudiwa hapa.',
  },

  card: {
    medians: 'mediani',
    measured: (date, method) => `${date} · njia ya upimaji ${method}`,
    alt: (title, engine, verdict, date, method) =>
      `${title}, ${engine}. Tokeo: ${verdict}. Limepimwa ${date} kwa njia ya upimaji ${method} ya Assay.`,
  },

  compare,
};
