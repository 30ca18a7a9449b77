import type { ChecklistState, FilledChecklistItem } from '#validation/checklist/checklist.ts';
import type { checklist as en } from '../../en/validation/checklist.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { gateResults } from '../gates/gate-results.ts';

const items = {
  quality: 'Halos kasinghusay ng baseline nito ang model (hindi bababa sa 95%), sa sarili mong data',
  performance: 'Naaabot ng latency, throughput, at memory ang mga target sa mga device ng iyong mga user',
  security: 'Sinuri ang model file para sa mga kahinaan, at nalutas ang lahat ng natuklasan',
  load: 'Nasubukan ito sa ilalim ng inaasahan mong load',
  failures: 'Nasubukan ang mga hindi valid na input at mga pagpalya, at nakakabawi ang app mula sa mga ito',
  'monitoring-ready': 'Nakahanda na ang pagsubaybay at mga alerto',
  'rollback-tested': 'Nasubukan at naidokumento ang rollback sa naunang bersyon',
  'parallel-release': 'Tumatakbo ang bagong bersyon kasabay ng luma, at puwedeng ilipat ang traffic (blue-green)',
  'gradual-traffic': 'Unti-unting inililipat ang traffic (canary)',
  dashboards: 'May mga dashboard na nagpapakita ng live na metric',
  'performance-baseline': 'Naka-store ang nasukat na performance, para maihambing dito ang mga susunod na run',
  'error-limits': 'May itinakdang katanggap-tanggap na error rate',
  'rollback-triggers': 'Awtomatikong nagro-roll back kapag may nalampasang threshold',
  drift: 'Natutukoy ang mga pagbabago ng mga input at hula sa paglipas ng panahon (drift)',
  slowdown: 'Nag-aalerto kapag lumala ang latency',
  resources: 'Sinusubaybayan ang gamit ng CPU, memory, at kuryente',
  'user-experience': 'Sinusukat kung ano ang nararanasan ng mga user',
  lineage: 'Nakatala ang pinagmulang model at data ng bawat bersyon',
  reviews: 'May mga itinakdang petsa para sa regular na pagrerepaso ng model',
};

const states = {
  met: 'natugunan',
  'not-met': 'hindi natugunan',
  signed: 'nilagdaan',
  open: 'bukas pa',
};

const evidence = {
  'hostile-inputs': 'error o finite na sagot ang ibinibigay ng mga mapanirang input gaya ng NaN at mga maling laki',
  'stored-report': 'naka-store ang report ng run na ito',
  'error-limit': 'may limit sa mga error ang gate file at ibinabagsak nito ang run dahil sa mga iyon',
  hallmark: 'nasa hallmark ang SHA-256 ng model at ng data',
  'alert-rules': 'may mga rule para sa alerto ang isang deployment ng model na ito',
  'latency-alert': 'may rule para sa alerto ng isang deployment na nagbabantay sa latency',
  'rollback-rehearsed': 'inensayo ang rollback ng isang deployment, at nabuksan ang naunang bersyon',
  'second-version': 'may iba pang bersyon sa isang deployment na puwede nitong lipatan',
  'gradual-rollout': 'sinubukan ng isang deployment ang model na ito sa lumalaking bahagi ng mga input',
  'live-gates': 'may mga limit ang rollout ng model na ito, na kusang nagtatapos kapag nalampasan',
  'monitored-runs': 'sinusubaybayan sa isang deployment ang mga run ng model na ito',
  'waits-monitored':
    'sinusubaybayan ng isang deployment kung gaano katagal ang mga sagot, kasama ang mga paghihintay at mga kinanselang run',
  'drift-reference':
    'may naka-store na reference ng model na ito, na pinaghahambingan ng isang deployment sa mga input nito',
  'reviews-scheduled': 'regular na nirerepaso ang isang deployment ng model na ito',
};

function source({ state, gates: results, evidence: code, signature }: FilledChecklistItem): string {
  const measured = results.map(gateResults.sentence).join(' ');
  const signed =
    signature &&
    `Isinaad ni ${isolate(signature.name)} noong ${format.date(signature.signedAt)}, hindi sinukat: ${isolate(signature.note)}`;
  if (state === 'signed') return [measured, signed].filter(Boolean).join(' ');
  if (measured) return measured;
  if (code && state === 'met') return `Natugunan dito: ${evidence[code]}.`;
  if (code && state === 'not-met') return `Hindi natugunan dito: ang kailangan ay ${evidence[code]}.`;
  if (code)
    return `Wala pang ebidensya rito na ${evidence[code]}. Kung sa ibang lugar mo ito ginagawa, ilarawan kung paano, at lumagda.`;
  return 'Ilarawan kung paano mo ito ginagawa, at lumagda.';
}

/** Texts of the production checklist. */
export const checklist: typeof en = {
  heading: (model) => `Checklist para sa production ng ${model}`,
  groups: {
    before: 'Bago ang release',
    release: 'Habang nagre-release',
    operation: 'Habang gumagana',
  },
  columns: ['Item', 'Katayuan', 'Ipinapakita ng'],
  item: ({ id }) => items[id],
  state: ({ state }) => states[state],
  source,
  summary: (filled) => {
    const count = (state: ChecklistState) => format.whole(filled.filter((item) => item.state === state).length);
    return `${count('met')} natugunan ayon sa sukat, ${count('signed')} nilagdaan ng tao, ${count('not-met')} hindi natugunan, ${count('open')} bukas pa.`;
  },
};
