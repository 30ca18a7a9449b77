import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { count as countOf, format } from '../format.ts';
import { scores } from '../evaluate/metrics.ts';

const countResults = (count: number) => countOf(count, 'resulta');

export const results: Text['results'] = {
  title: 'Mga resulta',
  lead: 'Naka-store dito, sa device na ito lang, ang bawat benchmark, evaluation, run ng mga gate, paghahambing, paghahanap ng pinakamahusay na configuration, at hallmark na ginawa sa browser na ito, ang bawat hallmark na binubuksan mo, at ang bawat pagsusuri ng device na sinisimulan mo.',
  reading: 'Binabasa ang mga naka-store na resulta',
  none: 'Wala pang resulta. Lalabas dito ang isang benchmark o pagsusuri ng device kapag natapos ito.',
  first: 'I-benchmark ang device na ito',
  firstBench: 'Magpatakbo ng benchmark',
  noMatch: 'Walang tumutugmang naka-store na resulta.',
  clear: 'Ipakita ang lahat ng resulta',
  notStored:
    'Hindi mai-store ang mga resulta sa browser na ito. Nawawala ang resulta kapag isinara ang page nito: kopyahin ang link nito o i-save ito bilang file.',

  search: 'Maghanap',
  searchHelp: 'Model, engine, device, o browser',
  kind: 'Uri',
  anyKind: 'Lahat ng uri',
  kinds: {
    tensor: 'Benchmark',
    text: 'Benchmark ng text',
    task: 'Evaluation',
    device: 'Pagsusuri ng device',
    comparison: 'Paghahambing',
    gates: 'Mga gate',
    tuning: 'Pag-tune',
    hallmark: 'Hallmark',
  },
  model: 'Model',
  anyModel: 'Lahat ng model',
  list: 'Mga naka-store na resulta',
  counts: (shown, all) => (shown === all ? countResults(all) : `${format.whole(shown)} sa ${countResults(all)}`),
  more: (count) => `Magpakita pa ng ${count}`,

  score: (metric, value) => `${scores.name(metric)} ${scores.formatScore(metric, value)}`,
  hallmark: (model) => `Hallmark ng ${model}`,
  levels: { 'self-attested': 'sariling patotoo', reproduced: 'naulit' },
  deviceCheck: (machine) => `Pagsusuri ng device: ${machine}`,
  tuning: (model) => `Pinakamahusay na configuration: ${model}`,
  comparison: (model) => `Paghahambing: ${model}`,
  machines: (first, second) => `A: ${first}. B: ${second}.`,
  on: (engine, device, threads, machine) => `${engine} sa ${device}, ${threads}; ${machine}`,
  rate: (cell, value) =>
    cell.startsWith('pp') ? `prompt ${value}` : cell.startsWith('tg') ? `sagot ${value}` : `${cell} ${value}`,
  tokensPerS: (rates) => `${rates} token/s`,
  gflops: (value) => `${value} GFLOP/s`,
  notMeasured: 'hindi nasukat',
  faster: {
    first: (factor) => `Mas mabilis nang ${factor}× ang A`,
    second: (factor) => `Mas mabilis nang ${factor}× ang B`,
    neither: () => 'walang pagkakaiba',
    unclear: () => 'hindi tiyak',
  },
  received: 'natanggap',

  select: (name) => `Piliin ang ${name}`,
  selected: (count) => `${count} ang napili`,
  compare: 'Paghambingin ang dalawang napili',
  compareHelp: 'Pumili ng dalawang benchmark, evaluation, run ng gate, o hallmark para paghambingin ang mga ito.',
  deleteSelected: 'Burahin ang mga napili',
  delete: (name) => `Burahin ang ${name}`,
  deleted: (count) => `Binura ang ${countResults(count)}.`,
  undo: 'I-undo',

  export: 'I-export lahat',
  import: 'I-import',
  importHelp: 'Isang file na in-export dito, o isang report na na-save bilang JSON.',
  imported: (added, known, invalid) =>
    [
      `${countResults(added)} ang na-import.`,
      ...(known > 0 ? [`${countResults(known)} ang naka-store na.`] : []),
      ...(invalid > 0 ? [`${countResults(invalid)} ang hindi valid, kaya hindi na-import.`] : []),
    ].join(' '),
  notResults: (file) =>
    `Walang laman na resulta ang ${isolate(file)}. Pumili ng file na in-export sa page na ito, o ng report na na-save bilang JSON.`,

  references: {
    title: 'Mga mapaghahambingan',
    lead: 'Mga resulta ng model na ito sa parehong paraan: naka-store dito, o sinukat ng project na ito sa device na nakasaad.',
    thisResult: 'Resultang ito',
    none: 'Walang ibang resulta para sa model at paraang ito na naka-store dito. Para makapaghambing, mag-save ng ibinahaging resulta sa Mga resulta o mag-import nito.',
    open: 'Buksan ang Mga resulta',
    measured: (on, date) => `${on}; ${date}`,
    byProject: (on, date) => `Sinukat ng mga gumawa ng Assay: ${on}; ${date}`,
  },

  missing: {
    title: 'Hindi naka-store dito ang resulta',
    lead: 'Tinutukoy ng address na ito ang resultang naka-store sa browser na sumukat nito. Nabura na ito, o sa ibang browser ito sinukat.',
    all: 'Lahat ng naka-store na resulta',
  },

  save: 'I-save sa Mga resulta',
  saved: 'Naka-store sa Mga resulta',
  notSaved:
    'Hindi na-store ang resultang ito sa Mga resulta. Kopyahin ang link nito o i-save ito bilang file, kundi ay mawawala ito.',
};
