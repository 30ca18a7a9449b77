import type { Objective } from '#tune/configuration.ts';
import type { Text } from '../../language.ts';
import { listSettingTexts } from '../../setting-texts.ts';
import { engine as engineWords } from '../device/engine.ts';
import { count, format } from '../format.ts';
import { reasons } from '../errors/reasons.ts';

const { bytes, duration, number, whole } = format;

/** How a winner is described. */
const objectiveWords = {
  latency: {
    better: (ratio: string) => `${ratio} beses na kasimbilis ng pinakamahusay na default`,
    best: 'ang pinakamabilis',
  },
  throughput: {
    better: (ratio: string) => `${ratio} beses ng dami ng input bawat segundo ng pinakamahusay na default`,
    best: 'ang nakakapagpatakbo ng pinakamaraming input bawat segundo',
  },
  memory: {
    better: (ratio: string) => `${ratio} beses ng memory nito ang kailangan ng pinakamahusay na default`,
    best: 'ang gumagamit ng pinakakaunting memory',
  },
};

const configurations = (number: number) => count(number, 'configuration');

const slower: Readonly<Record<Objective, (ratio: string) => string>> = {
  latency: (ratio) => `${ratio} beses ng oras ng pinakamahusay`,
  throughput: (ratio) => `${ratio} beses ang dami ng input bawat segundo ng pinakamahusay`,
  memory: (ratio) => `${ratio} beses ng memory ng pinakamahusay`,
};

/** The search for the best configuration of a model. */
export const tune: Text['tune'] = {
  title: 'I-tune',
  lead: 'Hinahanap ang pinakamahusay na configuration para patakbuhin ang model sa device na ito. Nag-uunahan ang mga configuration ng engine, thread, at setting; tinatanggal ang mga may maling output.',
  badLink: 'Hindi valid ang link na ito sa I-tune',
  result: 'Resulta',
  start: 'Hanapin ang pinakamahusay na configuration',
  again: 'Maghanap muli',
  resume: 'Ituloy ang paghahanap',
  discard: 'Itapon ang paghahanap na ito',
  pause: 'I-pause',
  noTargets: 'Pumili ng kahit isang engine.',
  budget: 'Limit sa oras',
  budgets: { 30: '30 s', 60: '1 min', 180: '3 min', 600: '10 min' },
  goal: 'Huminto sa (ms)',
  objective: 'I-optimize para sa',
  objectives: {
    latency: 'Pinakamaikling oras',
    throughput: 'Pinakamaraming input bawat segundo',
    memory: 'Pinakakaunting memory',
  },
  goalHelp: 'Opsyonal: matatapos ang paghahanap kapag napatunayang ganito na kabilis ang isang configuration.',
  phases: {
    waits: 'May ibang tab na nagsusukat. Magsisimula ang paghahanap na ito kapag tapos na iyon.',
    device: 'Binabasa ang model at sinusukat ang device',
    reference: 'Kino-compute ang mga reference na output',
    round: (round, remaining) => `Round ${whole(round)}: ${configurations(remaining)} ang natitira`,
    'head-to-head': 'Final: pinakamahusay na kandidato laban sa pinakamahusay na default',
  },
  measuring: (configuration, ms) =>
    `Ngayon: ${configuration}, nang ${duration(Math.max(1000, 1000 * Math.floor(ms / 1000)))}`,
  paused: (remaining) => `Naka-pause ang paghahanap; ${configurations(remaining)} ang natitira.`,

  sentence(winner, reason, objective, gain) {
    const { better, best } = objectiveWords[objective];
    switch (reason) {
      case 'faster':
        return gain
          ? `${winner}: ${better(number(gain.ratio))} (95% interval: ${number(gain.low)} hanggang ${number(gain.high)}).`
          : `${winner} ${best}.`;
      case 'default':
        return `Default ang ${winner}. Walang sinubukang configuration ang napatunayang mas mahusay.`;
      case 'only-one':
        return `${winner} ${best} sa mga configuration na may tamang output. Walang default na may tamang output.`;
      case 'goal':
        return `Naabot ng ${winner} ang layunin.`;
    }
  },
  unproven: (configuration) =>
    `Pinakamahusay sa ngayon: ${configuration}. Kulang pa ang mga sukat para maipakitang walang mas mahusay; maghanap nang mas matagal.`,
  notStored: 'Hindi na naka-store sa browser na ito ang paghahanap na ito.',
  nothing: 'Walang configuration na nakakapagpatakbo sa model na ito rito nang may tamang output.',
  stopped: {
    goal: 'Natapos ang paghahanap dahil naabot ang layunin.',
    'no-gain': 'Natapos ang paghahanap dahil napagpasyahan na ang paghahambing sa pinakamahusay na default.',
    'too-close':
      'Natapos ang paghahanap pagkatapos ng pinakamaraming paghahambing ng pinakamahusay na kandidato at ng pinakamahusay na default.',
    budget:
      'Umabot sa limit sa oras ang paghahanap. Baka makahanap ng mas mahusay na configuration ang mas mahabang paghahanap.',
    'all-departed': 'Natapos ang paghahanap dahil wala nang natirang configuration.',
  },
  took: (spentMs, tried) => `Tumagal ito ng ${duration(spentMs)} at sumukat ng ${configurations(tried)}.`,
  open: 'I-benchmark ang configuration na ito',
  measuredConfigurations: 'Mga nasukat na configuration',
  exports: 'I-save ang mga configuration',
  csv: 'CSV',
  json: 'JSON',
  columns: {
    configuration: 'Configuration',
    time: 'Oras',
    interval: '95% CI',
    memory: 'Memory',
    outcome: 'Kinalabasan',
  },
  bestSoFar: 'pinakamahusay sa ngayon',
  winner: 'Panalo',
  default: 'pinakamahusay na default',
  finalist: 'finalist',
  unfinished: 'natapos ang paghahanap bago ito nasukat',
  notMeasured: 'hindi nasukat',
  withInterval: (value, interval) => `${value} (${interval})`,
  interval: (low, high) => `${duration(low)} hanggang ${duration(high)}`,
  chart: {
    title: 'Oras at memory',
    label: (points, front) =>
      `${configurations(points)} ayon sa memory at oras, ${whole(front)} ang nasa Pareto front. Nasa table sa ibaba ang mga value.`,
    caption:
      'Gray: may ibang configuration na mas mahusay sa oras o memory, at hindi talo sa isa pa. I-click ang isang punto para piliin ito. Mga linya: mga 95% interval, kung sapat ang mga sukat.',
    time: (max) => `Oras, hanggang ${max}`,
    memory: (max) => `Memory, hanggang ${max}`,
    weight: (percent) => `Bigat ng memory: ${whole(percent)}%`,
    open: 'I-benchmark ang napiling configuration',
    choice: (name, time, memory) => `${name}: ${time}, ${memory}.`,
  },
  unmeasured: (unmeasured) => `${configurations(unmeasured)} ang hindi nasukat`,

  configuration({ host, engine, device, threads, settings, batch }) {
    return [
      engineWords.names[engine],
      `${host === 'page' ? '' : 'native '}${engineWords.devices[device]}`,
      ...(threads === null ? [] : [engineWords.threads(threads)]),
      ...listSettingTexts(settings, engineWords.settings, engineWords.settingIs),
      ...(batch === undefined ? [] : [count(batch, 'sabay-sabay na input')]),
    ].join(', ');
  },
  elimination(elimination, objective) {
    switch (elimination.kind) {
      case 'died':
        return `pumalya (${elimination.code})`;
      case 'wrong-answers':
        return `maling output (cosine ${number(elimination.cosine)})`;
      case 'no-answer':
        return `walang output sa loob ng ${duration(elimination.waitedMs)}`;
      case 'slower':
        return `mas mahina: ${slower[objective](number(elimination.ratio))}`;
      case 'unpromising':
        return 'hindi sinubukan: isa pa lang sa mga setting nito ay mas mabagal na nang malaki o pumapalya';
      case 'no-batch':
        return 'isa-isang input lang ang pinapatakbo ng model';
      case 'memory-not-reported':
        return 'hindi iniuulat ng engine ang memory nito';
      case 'out-of-time':
        return 'hindi nasukat: naabot ang limit sa oras';
    }
  },
  exclusion(reason) {
    switch (reason.code) {
      case 'engine-limit':
        return `hindi ito mapatakbo ng engine: ${reasons[reason.limit.reason](reason.limit)}`;
      case 'no-gpu':
        return 'walang GPU na ibinibigay ang browser na ito';
      case 'does-not-fit':
        return `kailangan nito ng ${bytes(reason.needBytes)} na memory, at ${bytes(reason.limitBytes)} ang available`;
      case 'forecast-slower':
        return `pagtataya: hindi bababa sa ${duration(reason.lowMs)}; hindi lalampas sa ${duration(reason.bestMs)} ang iba`;
    }
  },
};
