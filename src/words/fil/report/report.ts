import type { Text } from '../../language.ts';
import { scores } from '../evaluate/metrics.ts';
import { count as countOf } from '../format.ts';
import { compare } from '../results/compare.ts';
import { facts } from './report-facts.ts';
import { flags } from './report-flags.ts';
import { markdown, notComparedText, referenceText } from './report-markdown.ts';

export const report: Text['report'] = {
  markdown: () => markdown,

  title: (subject, speed, machine) => `${subject}: ${speed} sa ${machine}`,
  lead: 'Ibinahagi bilang link, na may laman na lahat ng ito.',
  reading: 'Binabasa ang link',
  badLink: 'Hindi valid na link ng resulta',
  selfReported:
    'Ayon sa sariling ulat ng device na pinagpatakbuhan. Nakikita ng checksum ng link kung may sira; hindi ito lagda at wala itong pinatutunayan tungkol sa nagpadala.',

  scores,

  cells: {
    seeded: 'Binuong input',
    pre: 'Decoding at pre-processing',
    inference: 'Inference',
    post: 'Post-processing',
    prompt: (tokens) => `Prompt na ${tokens} token`,
    generation: (tokens) => `Pagbuo ng ${tokens} token`,
    batch: (size) => `Laki ng batch ${size}`,
    emptyContext: 'Walang-lamang context',
    context: (tokens) => `${tokens} token ng context`,
    after: (work, context) => `${work} ·\u00a0${context}`,
  },

  verdict: {
    label: 'Hatol',
    perInference: 'bawat inference, median',
    perItem: 'bawat item, median',
    phaseMedian: (phase, time) => `${phase}: ${time} bawat item, median`,
    rate: (perSecond) => `${perSecond} inference/s`,
    tokensPerS: 'token/s',
    works: {
      prompt: 'pagproseso ng prompt, median',
      generation: 'pagbuo, median',
    },
    firstToken: (promptTokens, time) =>
      `Oras hanggang unang token ng prompt na ${promptTokens} token: ${time} (median)`,
    spread: (mad, fraction) => `Median absolute deviation ${mad} (${fraction} ng median)`,
    oneSample: 'Hindi nasukat ang pag-iiba-iba: isang sample',
    onlyEmptyContext:
      'Hindi nasukat ang bilis na may punong context: masyadong matagal itong punuin dito, masyadong maikli ang binuksang context, o hindi ito magamit muli ng engine.',
    validities: {
      valid: { mark: 'valid', sentence: 'Sinukat sa buong paraan, nang walang antala.' },
      indicative: {
        mark: 'tantiya',
        sentence: 'Magaspang na tantiya lang: kulang ang sample para sa maaasahang resulta.',
      },
      noisy: {
        mark: 'maingay',
        sentence:
          'Masyadong nag-iiba-iba ang mga sample, o inabala ng ibang program ang CPU. Huwag umasa sa bilis na ito; patakbuhin muli sa device na walang ibang ginagawa.',
      },
      interrupted: {
        mark: 'naantala',
        sentence: 'Nagambala ang run. Huwag umasa rito; patakbuhin muli.',
      },
      invalid: { mark: 'hindi valid', sentence: 'Mali ang mga output, kaya walang saysay ang bilis na ito.' },
    },
    on: (engine, version, device, threads) => `${engine} ${version} sa ${device}, ${threads}`,
    machine: (name, os, cores) => `${name}, ${os}, ${countOf(cores, 'logical core')}`,
    size: (size, sha256) => (sha256 === null ? size : `${size}, SHA-256 ${sha256}`),
    wrong: 'maling output',
    gatesFailed: 'bagsak sa gate',
    failedTitle: (title: string) => `Bagsak sa gate: ${title}`,
    fallback: (requested) => `pamalit sa ${requested}`,
  },

  agreement: {
    title: 'Pagtutugma sa reference',
    words: {
      identical: 'Magkapareho',
      expected: 'Gaya ng inaasahan',
      investigate: 'Siyasatin',
      broken: 'Mali',
      'not-measured': 'Hindi nasukat',
    },
    sentences: {
      identical: (against) => `Kapareho ng reference, ${against}, ang bawat value.`,
      expected: (against) => `Sa pag-round lang naiiba ang mga output sa ${against}.`,
      investigate: (against) =>
        `Mas malaki ang kaibahan ng mga output sa ${against} kaysa sa maipaliliwanag ng pag-round.`,
      broken: (against) => `Hindi tumutugma ang mga output sa ${against}.`,
    },
    values: (metric, value, difference) => `${metric} ${value}, pinakamalaking kaibahan ${difference}`,
    tokens: (same, tokens) => `${same} sa unang ${tokens} greedy token ang magkapareho`,
    margin: (value) => `log-probability margin sa unang pagkakaiba ${value}`,
    nearlyOne: 'lampas sa 0.99999999',
    noDifference: 'hindi finite',
    notMeasured: (why) => `Hindi naihambing: ${notComparedText(why)}.`,
    reference: referenceText,
  },

  statistics: {
    title: 'Mga estadistika',
    caption: 'Mga estadistika ng bawat test, sa millisecond bawat inference o token',
    statistic: 'Estadistika',
    median: 'Median',
    mad: 'MAD',
    mean: 'Mean, 95% CI',
    interval: (mean, half) => `${mean} ± ${half}`,
    min: 'Min',
    max: 'Max',
    p90: 'p90',
    p95: 'p95',
    p99: 'p99',
    needs: (n) => `kailangan ng n ≥ ${n}`,
    n: 'Mga sample (n)',
    excluded: 'Mga sample na hindi isinama',
    perSample: 'Mga inference bawat sample',
    tokensPerSample: 'Mga token bawat sample',
  },

  phases: {
    title: 'Mga yugto (hiwa-hiwalay na inorasan)',
    caption: 'Tagal ng bawat yugto',
    download: 'Download',
    nothing: 'walang dinownload',
    load: 'Pag-load ng engine',
    notApart: 'hindi hiwalay na inorasan',
    create: 'Paggawa ng session',
    first: (cell) => `Unang inference, ${cell}`,
    firstPerToken: (cell) => `Unang run, bawat token, ${cell}`,
    warmup: (cell) => `Warm-up, ${cell}`,
    warmupText: (runs, time, settled) =>
      `${countOf(runs, 'run')} sa loob ng ${time}, ${settled ? 'matatag' : 'hindi matatag'}`,
    starts: {
      cold: 'cold: unang gamit ng engine na ito mula nang buksan ang page, hindi naka-cache ang code nito',
      warm: 'warm: tumakbo na dati ang engine na ito, o naka-cache ang code nito',
    },
    codes: {
      network: 'network',
      cache: 'cache ng browser',
    },
  },

  plot: {
    title: 'Distribution',
    samples: 'Mga sample ayon sa pagkakasunod-sunod ng pagkuha',
    fromBins: 'Bilang histogram dinadala ng link ang mga sample: nawawala ang pagkakasunod-sunod.',
    binWidth: (width) =>
      `Hanggang sa bin lang nito alam ang bawat isa. ${width} ang lapad ng mga bin; eksakto ang mga estadistika.`,
    label: (n, low, median, high) =>
      `Histogram ng ${countOf(n, 'sample')} mula ${low} hanggang ${high}, median ${median}.`,
    stripLabel: (n, outliers) => `${countOf(n, 'sample')} sa paglipas ng oras; ${countOf(outliers, 'outlier')}.`,
    countAbove: (count, limit) => `+${count} lampas sa ${limit}`,
    median: 'median',
    outliers: 'mga outlier (kasama)',
    excluded: 'hindi isinama',
  },

  flags,

  facts,

  samples: {
    title: 'Mga hilaw na sample',
    show: (count) => `Lahat ng ${countOf(count, 'sample')}, sa millisecond`,
    bins: (count) => `Lahat ng ${countOf(count, 'bin')}: simula, mga sample`,
  },

  export: {
    title: 'I-export',
    json: 'I-save ang JSON',
    csv: 'I-save ang CSV',
    markdown: 'I-save ang Markdown',
    copyMarkdown: 'Kopyahin ang Markdown',
  },

  share: {
    title: 'Ang link',
    contents: 'Ano ang laman ng link',
    lead: 'Ang link ang mismong resulta: hindi ito naka-store sa anumang server, at bumubukas ito nang walang account. Ang laman lang nito ay ang nakalista rito.',
    caption: 'Lahat ng nasa link',
    length: (count) => countOf(count, 'karakter'),
    needsData: (folder) =>
      `Para maulit ang evaluation na ito, gamitin ang parehong data: isang kopya ng folder na “${folder}”. Pagkatapos ng run, ang SHA-256 nito ay`,
    noRepeat: 'Hindi alam ng bersyong ito ang model, kaya hindi mauulit dito ang run.',
  },

  card: {
    medians: 'mga median',
    measured: (date, method) => `${date} · paraang ${method}`,
    alt: (title, engine, verdict, date, method) =>
      `${title}, ${engine}. Resulta: ${verdict}. Sinukat noong ${date} sa paraang ${method} ng Assay.`,
  },

  compare,
};
