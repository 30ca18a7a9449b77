import type { ChecklistState, FilledChecklistItem } from '#validation/checklist/checklist.ts';
import type { ChecklistEvidence, ChecklistItemId } from '#validation/checklist/checklist-items.ts';
import type * as en from '../../en/validation/checklist.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { gateResults } from '../gates/gate-results.ts';

const items = {
  quality: 'Modeli ina usahihi unaokaribia wa modeli ya msingi (angalau 95%), kwa data yako mwenyewe',
  performance: 'Ucheleweshaji, upitishaji na kumbukumbu vinafikia malengo yake kwenye vifaa vya watumiaji wako',
  security: 'Faili ya modeli ilichunguzwa udhaifu wa kiusalama, na matatizo yote yaliyobainika yalitatuliwa',
  load: 'Ilijaribiwa chini ya mzigo unaoutarajia',
  failures: 'Maingizo batili na hitilafu vilijaribiwa, na programu hurejea katika hali ya kawaida baada yake',
  'monitoring-ready': 'Ufuatiliaji na tahadhari vimewekwa',
  'rollback-tested': 'Kurudi kwenye toleo la awali kulijaribiwa na kuwekwa kwenye hati',
  'parallel-release':
    'Toleo jipya huendeshwa kando ya la zamani, na maombi yanaweza kuelekezwa upande wowote (blue-green)',
  'gradual-traffic': 'Maombi huhamishwa hatua kwa hatua (canary)',
  dashboards: 'Dashibodi zinaonyesha vipimo vya moja kwa moja',
  'performance-baseline': 'Utendaji uliopimwa umehifadhiwa, ili uendeshaji wa baadaye ulinganishwe nao',
  'error-limits': 'Kiwango cha hitilafu kinachokubalika kimebainishwa',
  'rollback-triggers': 'Kizingiti kikizidishwa, toleo la awali hurejeshwa kiotomatiki',
  drift: 'Mabadiliko ya maingizo na utabiri kwa muda (drift) hutambuliwa',
  slowdown: 'Tahadhari hutolewa ucheleweshaji ukiongezeka',
  resources: 'Matumizi ya CPU, kumbukumbu na nishati hufuatiliwa',
  'user-experience': 'Jinsi watumiaji wanavyoiona hupimwa',
  lineage: 'Modeli na data asili ya kila toleo zimerekodiwa',
  reviews: 'Tarehe za mapitio ya mara kwa mara ya modeli zimepangwa',
} satisfies Record<ChecklistItemId, string>;

const states = {
  met: 'kimetimizwa',
  'not-met': 'hakijatimizwa',
  signed: 'kimetiwa sahihi',
  open: 'kiko wazi',
} satisfies Record<ChecklistState, string>;

const evidence = {
  'hostile-inputs': 'maingizo hasidi kama NaN na ukubwa usio sahihi hutoa hitilafu au jibu lenye kikomo',
  'stored-report': 'ripoti ya uendeshaji huu imehifadhiwa',
  'error-limit': 'faili ya vigezo huweka kikomo cha makosa na kushindisha uendeshaji ukikizidi',
  hallmark: 'muhuri unataja SHA-256 ya modeli na data',
  'alert-rules': 'usambazaji wa modeli hii una kanuni za tahadhari',
  'latency-alert': 'kanuni ya tahadhari ya usambazaji hufuatilia ucheleweshaji',
  'rollback-rehearsed': 'kurudi kwa toleo la awali la usambazaji kulifanyiwa mazoezi, na toleo hilo lilifunguka',
  'second-version': 'usambazaji una toleo lingine ambalo unaweza kuhamia',
  'gradual-rollout': 'usambazaji ulijaribu modeli hii kwa sehemu ya maingizo inayoongezeka',
  'live-gates': 'majaribio ya modeli hii yalikuwa na vikomo, ambavyo vikizidishwa huisha yenyewe',
  'monitored-runs': 'uendeshaji wa modeli hii hufuatiliwa katika usambazaji',
  'waits-monitored': 'usambazaji hufuatilia muda wa majibu, pamoja na kusubiri na uendeshaji ulioghairiwa',
  'drift-reference': 'rejea ya modeli hii imehifadhiwa, ambayo usambazaji hulinganisha nayo maingizo yake',
  'reviews-scheduled': 'usambazaji wa modeli hii hupitiwa mara kwa mara',
} satisfies Record<ChecklistEvidence, string>;

function source({ state, gates: results, evidence: code, signature }: FilledChecklistItem): string {
  const measured = results.map(gateResults.sentence).join(' ');
  const signed =
    signature &&
    `Imetajwa na ${isolate(signature.name)} ${format.date(signature.signedAt)}, haikupimwa: ${isolate(signature.note)}`;
  if (state === 'signed') return [measured, signed].filter(Boolean).join(' ');
  if (measured) return measured;
  if (code && state === 'met') return `Kimetimizwa hapa: ${evidence[code]}.`;
  if (code && state === 'not-met') return `Hakijatimizwa hapa: sharti ni kwamba ${evidence[code]}.`;
  if (code)
    return `Bado hakuna ushahidi hapa kwamba ${evidence[code]}. Ukifanya hivyo kwingine, eleza jinsi, kisha utie sahihi.`;
  return 'Eleza jinsi unavyofanya, kisha utie sahihi.';
}

/** Texts of the production checklist. */
export const checklist: typeof en.checklist = {
  heading: (model) => `Orodha ya ukaguzi kabla ya matumizi halisi ya ${model}`,
  groups: {
    before: 'Kabla ya kutolewa',
    release: 'Wakati wa kutolewa',
    operation: 'Katika matumizi',
  },
  columns: ['Kipengee', 'Hali', 'Ushahidi'],
  item: ({ id }) => items[id],
  state: ({ state }) => states[state],
  source,
  summary: (filled) => {
    const count = (state: ChecklistState) => format.whole(filled.filter((item) => item.state === state).length);
    return `Vilivyotimizwa kwa upimaji: ${count('met')}; vilivyotiwa sahihi na mtu: ${count('signed')}; ambavyo havijatimizwa: ${count('not-met')}; vilivyo wazi: ${count('open')}.`;
  },
};
