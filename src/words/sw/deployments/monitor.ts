import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import type { MeasureId } from '#monitor/measures.ts';
import type { Text } from '../../language.ts';
import { format } from '../format.ts';

const measures: Readonly<Record<MeasureId, string>> = {
  runs: 'Uendeshaji',
  'latency-p50': 'Ucheleweshaji, mediani',
  'latency-p95': 'Ucheleweshaji, pasentaili ya 95',
  'latency-p99': 'Ucheleweshaji, pasentaili ya 99',
  'wait-p95': 'Kusubiri, pasentaili ya 95',
  'error-rate': 'Uendeshaji ulioshindwa',
  'cancel-rate': 'Uendeshaji ulioghairiwa',
  'dropped-frames': 'Fremu za kamera zilizorukwa',
  confidence: 'Uhakika, mediani',
  margin: 'Tofauti na darasa la pili, mediani',
  entropy: 'Entropia ya madarasa, mediani',
  brightness: 'Mwangaza, mediani',
  contrast: 'Utofautishaji, mediani',
  saturation: 'Ukolezaji wa rangi, mediani',
  sharpness: 'Ukali wa picha, mediani',
  agreement: 'Ulinganifu na toleo la sasa, mediani',
};

function value(id: MeasureId, measured: number): string {
  if (id.startsWith('latency') || id.startsWith('wait')) return format.duration(measured);
  if (id.endsWith('-rate')) return format.percent(measured);
  return id === 'runs' || id === 'dropped-frames' ? format.whole(measured) : format.number(measured);
}

const hours = (count: number) =>
  count === 1 ? 'saa 1' : count % 24 === 0 && count > 24 ? `siku ${count / 24}` : `saa ${format.number(count)}`;

/** A limit or a value of a rule, in its unit. */
function ruleValue({ kind, measure }: AlertRule, amount: number): string {
  if (kind === 'absence') return hours(amount);
  if (kind === 'drift') return amount < 0.001 ? '< 0.001' : format.number(amount);
  if (kind === 'rate') return `mara ${format.number(amount)}`;
  return kind === 'trend' ? format.percent(amount) : value(measure, amount);
}

const sides = { above: 'juu ya', below: 'chini ya' };

export const monitor: Text['monitor'] = {
  title: 'Ufuatiliaji',
  lead: 'Hesabu na mgawanyo wa uendeshaji kwenye ukurasa wa Endesha: hakuna maingizo wala matokeo. Saa huhifadhiwa kwa mwezi mmoja wa matumizi, na siku kwa mwaka mmoja.',
  period: 'Kipindi',
  version: 'Toleo',
  allVersions: 'Matoleo yote',
  periods: { 24: 'Siku', 168: 'Wiki', 744: 'Mwezi', 8784: 'Mwaka' },
  empty: 'Hakuna kilichofuatiliwa katika kipindi hiki.',
  measures,
  value,
  caption: 'Thamani za kipindi',
  columns: ['Kipimo', 'Thamani', 'Uendeshaji'],
  notMeasured: 'uendeshaji mchache mno',
  charts: {
    latency: 'Ucheleweshaji',
    'error-rate': 'Uendeshaji ulioshindwa',
    confidence: 'Uhakika',
    runs: 'Uendeshaji',
  },
  chart: (name, points, last) =>
    points === 1 ? `${name}: nukta 1, ${last}` : `${name}: nukta ${format.whole(points)}, ya mwisho ${last}`,
  errors: 'Hitilafu kwa aina',
  errorColumns: ['Hitilafu', 'Uendeshaji'],
  damaged: (count) =>
    count === 1
      ? 'Saa 1 iliyohifadhiwa imeharibika na haihesabiwi.'
      : `Saa ${format.whole(count)} zilizohifadhiwa zimeharibika na hazihesabiwi.`,
  inputBytes: (size) => `${size} za faili zilibaki kwenye kifaa hiki.`,
  export: 'Hamisha yote yaliyohifadhiwa',
  openMetrics: 'OpenMetrics',
  csv: 'CSV',
  json: 'JSON',
  alerts: {
    title: 'Tahadhari',
    none: 'Bado hakuna kanuni.',
    state: (isRaised, now) => `${isRaised ? 'inatoa tahadhari' : 'haitoi tahadhari'}, sasa ${now}`,
    unknown: 'haikupimwa',
    kind: 'Tahadhari kuhusu',
    kinds: {
      threshold: 'Thamani yenyewe',
      rate: 'Uwiano wake na muda uliotangulia',
      trend: 'Kupanda au kushuka mfululizo',
      absence: 'Kutokuwa na uendeshaji',
      drift: 'Mabadiliko ya maingizo',
    },
    measure: 'Kipimo',
    side: 'Kinapokuwa',
    sides,
    limit: 'Kikomo',
    clear: 'Huisha kwenye',
    clearHelp: 'Tahadhari huisha tu ikivuka thamani hii, ili isiwake na kuzima mara kwa mara.',
    hours: 'Kwa saa ngapi',
    units: {
      threshold: 'Milisekunde kwa muda; kwa viwango, sehemu kati ya 0 na 1.',
      rate: 'Uwiano, kama vile 1.5.',
      trend: 'Sehemu ya thamani, kama vile 0.2.',
      absence: 'Saa.',
      drift:
        'Uwezekano wa tofauti kama hizo bila mabadiliko yoyote, kama vile 0.01: ukiwa mdogo zaidi, tahadhari zisizo za kweli ni chache. Inahitaji rejea ya maingizo.',
    },
    add: 'Ongeza kanuni',
    limits: {
      caption: 'Vikomo vya vigezo vyake vinavyoweza kupitwa wakati wa matumizi',
      columns: ['Kigezo', 'Kikomo', 'Kinafuatiliwa kwa'],
      none: 'Hakuna vigezo vilivyoendeshwa kwa toleo hili, kwa hivyo hakuna vikomo vya kufuatilia.',
      watch: {
        rule: 'kanuni ya tahadhari hapa chini',
        addable: 'bado hakuna: ongeza kanuni hapa chini',
        'no-measure': 'hakuna: ufuatiliaji haukipimi',
        labels:
          'hakuna kanuni ya tahadhari, kwa sababu uendeshaji hauonyeshi kama tokeo ni sahihi: tazama usahihi uliokadiriwa, na utathmini maingizo unayoyapa lebo',
        companion: 'hakuna kanuni ya tahadhari, kwa sababu ukurasa hauwezi kukipima: tazama vipimo vya programu mwenza',
      },
    },
    fromGates: 'Ongeza kanuni za vikomo vya vigezo vyake',
    remove: 'Ondoa',
    faults: {
      limit: 'Weka namba kuwa kikomo; uwezekano ni kuanzia 0.001 hadi 1.',
      'clear-limit': 'Thamani ambayo tahadhari huishia lazima iwe upande wa pili wa kikomo, au sawa nacho.',
      hours: 'Weka saa kamili, kuanzia 1 hadi 336.',
      side: 'Saa bila uendeshaji zinaweza kuwa juu ya kikomo pekee, na uwezekano wa mabadiliko chini yake pekee.',
    },
  },
  rule(rule) {
    const limit = ruleValue(rule, rule.limit);
    if (rule.kind === 'absence') return `hakuna uendeshaji kwa zaidi ya ${limit}`;
    if (rule.kind === 'drift')
      return `mabadiliko ya maingizo: uwezekano bila mabadiliko yoyote ${sides.below} ${limit}`;
    const period = `kwa ${hours(rule.hours)}`;
    const name = measures[rule.measure];
    const side = sides[rule.side];
    if (rule.kind === 'rate') return `${name} ${side} ${limit} ya muda uliotangulia, ${period}`;
    if (rule.kind === 'trend') return `mwelekeo wa ${name} ${side} ${limit}, ${period}`;
    return `${name} ${side} ${limit}, ${period}`;
  },
  ruleValue,
};
