import type { AlertRule } from '#monitor/alerts/alert-rule.ts';
import type { MeasureId } from '#monitor/measures.ts';
import type { Text } from '../../language.ts';
import { count, format } from '../format.ts';

const measures: Text['monitor']['measures'] = {
  runs: 'Mga run',
  'latency-p50': 'Latency, median',
  'latency-p95': 'Latency, ika-95 percentile',
  'latency-p99': 'Latency, ika-99 percentile',
  'wait-p95': 'Paghihintay, ika-95 percentile',
  'error-rate': 'Mga pumalyang run',
  'cancel-rate': 'Mga kinanselang run',
  'dropped-frames': 'Mga nalaktawang frame ng camera',
  confidence: 'Confidence, median',
  margin: 'Lamang sa ikalawang class, median',
  entropy: 'Entropy ng mga class, median',
  brightness: 'Liwanag, median',
  contrast: 'Contrast, median',
  saturation: 'Saturation, median',
  sharpness: 'Talas, median',
  agreement: 'Pagtutugma sa kasalukuyang bersyon, median',
};

function value(id: MeasureId, measured: number): string {
  if (id.startsWith('latency') || id.startsWith('wait')) return format.duration(measured);
  if (id.endsWith('-rate')) return format.percent(measured);
  return id === 'runs' || id === 'dropped-frames' ? format.whole(measured) : format.number(measured);
}

const hours = (number: number) =>
  number % 24 === 0 && number > 24 ? count(number / 24, 'araw') : count(format.number(number), 'oras');

/** A limit or a value of a rule, in its unit. */
function ruleValue({ kind, measure }: AlertRule, amount: number): string {
  if (kind === 'absence') return hours(amount);
  if (kind === 'drift') return amount < 0.001 ? '< 0.001' : format.number(amount);
  if (kind === 'rate') return `${format.number(amount)} ×`;
  return kind === 'trend' ? format.percent(amount) : value(measure, amount);
}

const sides = { above: 'lampas sa', below: 'mas mababa sa' };

export const monitor: Text['monitor'] = {
  title: 'Monitor',
  lead: 'Mga bilang at distribution ng mga run sa page na Patakbuhin: walang input at walang resulta. Isang buwan ng paggamit itinatabi ang data bawat oras, at isang taon ang data bawat araw.',
  period: 'Panahon',
  version: 'Bersyon',
  allVersions: 'Lahat ng bersyon',
  periods: { 24: 'Araw', 168: 'Linggo', 744: 'Buwan', 8784: 'Taon' },
  empty: 'Walang nasubaybayan sa panahong ito.',
  measures,
  value,
  caption: 'Mga value sa panahong ito',
  columns: ['Sukat', 'Value', 'Mga run'],
  notMeasured: 'kulang ang mga run',
  charts: {
    latency: 'Latency',
    'error-rate': 'Mga pumalyang run',
    confidence: 'Confidence',
    runs: 'Mga run',
  },
  chart: (name, points, last) => `${name}: ${count(points, 'punto')}, ang huli ay ${last}`,
  errors: 'Mga error ayon sa uri',
  errorColumns: ['Error', 'Mga run'],
  damaged: (damaged) => `Sira at hindi binibilang ang ${count(damaged, 'naka-store na oras')}.`,
  inputBytes: (size) => `${size} ng mga file ang nanatili sa device na ito.`,
  export: 'I-export ang lahat ng naka-store',
  openMetrics: 'OpenMetrics',
  csv: 'CSV',
  json: 'JSON',
  alerts: {
    title: 'Mga alerto',
    none: 'Wala pang rule.',
    state: (isRaised, now) => `${isRaised ? 'nag-aalerto' : 'hindi nag-aalerto'}, ngayon ay ${now}`,
    unknown: 'hindi nasukat',
    kind: 'Mag-alerto sa',
    kinds: {
      threshold: 'Mismong value',
      rate: 'Ratio nito sa nakaraan',
      trend: 'Tuloy-tuloy na pagtaas o pagbaba',
      absence: 'Walang run',
      drift: 'Drift ng mga input',
    },
    measure: 'Sukat',
    side: 'Kapag ito ay',
    sides,
    limit: 'Limit',
    clear: 'Magtatapos sa',
    clearHelp:
      'Natatapos lang ang alerto kapag lampas na sa value na ito, para hindi ito paulit-ulit na lumabas at mawala.',
    hours: 'Sa loob ng (oras)',
    units: {
      threshold: 'Millisecond para sa mga tagal; fraction na 0 hanggang 1 para sa mga rate.',
      rate: 'Ratio, gaya ng 1.5.',
      trend: 'Fraction ng value, gaya ng 0.2.',
      absence: 'Oras.',
      drift:
        'Ang probability ng ganitong mga pagkakaiba nang walang anumang pagbabago, gaya ng 0.01: kung mas maliit, mas kaunti ang maling alerto. Kailangan nito ng reference ng mga input.',
    },
    add: 'Idagdag ang rule',
    limits: {
      caption: 'Mga limit ng mga gate nito na puwedeng malampasan habang ginagamit',
      columns: ['Gate', 'Limit', 'Binabantayan ng'],
      none: 'Walang pinatakbong gate sa bersyong ito, kaya walang limit na babantayan.',
      watch: {
        rule: 'isang rule ng alert sa ibaba',
        addable: 'wala pa: idagdag ang rule sa ibaba',
        'no-measure': 'wala: hindi ito sinusukat ng monitor',
        labels:
          'walang rule ng alert, dahil hindi ipinapakita ng mga pagpapatakbo kung tama ang resulta: tingnan ang tinatayang accuracy, at i-evaluate ang mga input na nilagyan mo ng label',
        companion: 'walang rule ng alert, dahil hindi ito masusukat ng page: tingnan ang mga metric ng companion',
      },
    },
    fromGates: 'Idagdag ang mga rule para sa mga limit ng mga gate nito',
    remove: 'Alisin',
    faults: {
      limit: 'Maglagay ng numero bilang limit; ang probability ay mula 0.001 hanggang 1.',
      'clear-limit': 'Dapat nasa kabilang panig ng limit, o katumbas nito, ang value kung saan natatapos ang alerto.',
      hours: 'Maglagay ng buong oras, mula 1 hanggang 336.',
      side: 'Puwede lang lumampas sa limit ang bilang ng oras na walang run, at bumaba rito ang probability ng drift.',
    },
  },
  rule(rule) {
    const limit = ruleValue(rule, rule.limit);
    if (rule.kind === 'absence') return `walang run nang mahigit ${limit}`;
    if (rule.kind === 'drift') return `drift ng mga input: probability nang walang pagbabago ${sides.below} ${limit}`;
    const period = `sa loob ng ${hours(rule.hours)}`;
    const name = measures[rule.measure];
    const side = sides[rule.side];
    if (rule.kind === 'rate') return `${name} ${side} ${limit} ng nakaraan, ${period}`;
    if (rule.kind === 'trend') return `trend ng ${name} ${side} ${limit}, ${period}`;
    return `${name} ${side} ${limit}, ${period}`;
  },
  ruleValue,
};
