import type { MissingEvidence, NotApplicable, NotMeasured } from '#gates/gate.ts';
import type { Missing } from '../../gate-result-words.ts';
import { format } from '../format.ts';
import { scores } from '../evaluate/metrics.ts';

type FactsOf<Code> =
  Extract<NotMeasured | NotApplicable, { code: Code }> extends { facts: infer Facts } ? Facts : undefined;

const items = (n: number) => (n === 1 ? 'kipengee 1' : `vipengee ${format.whole(n)}`);

/** Why a value was not measured, and how to measure it, in the page or on the command line. */
export const missing = {
  'no-baseline': {
    why: 'hakuna modeli ya msingi ya kulinganisha nayo',
    page: 'ichague kwenye ukurasa wa Tathmini',
    command: 'itaje kwa --baseline',
  },
  'no-scores': {
    why: 'hakuna seti ya data yenye lebo iliyotathminiwa',
    page: 'ichague kwenye ukurasa wa Tathmini',
    command: 'itaje kwa --data',
  },
  'no-paired-scores': {
    why: 'modeli ya msingi haina alama hiyo kwa vipengee vile vile',
    page: 'tathmini zote mbili kwa seti ya data yenye lebo',
    command: 'tathmini zote mbili kwa --data na --baseline',
  },
  'no-times': { why: 'hakuna inferensi iliyopimwa muda' },
  'not-interleaved': {
    why: 'modeli hii na modeli ya msingi hazikupimwa muda kwa kupishana',
    page: 'tathmini zote mbili kwa seti ya data yenye lebo',
    command: 'tathmini zote mbili kwa --data na --baseline',
  },
  'no-tokens': {
    why: 'hakuna maandishi yaliyotengenezwa',
    page: 'pima modeli ya lugha kwenye ukurasa wa Pima kasi',
    command: 'pima modeli ya lugha bila --data',
  },
  'no-memory': { why: 'injini haitaji kumbukumbu yake' },
  'no-load-test': {
    why: 'hakukuwa na jaribio la mzigo',
    page: 'lichague kando ya vigezo kwenye ukurasa wa Tathmini',
    command: 'ongeza --load-test 4 pamoja na --data',
  },
  'no-sustained-run': {
    why: 'hakukuwa na uendeshaji wa muda mrefu',
    page: 'uchague kando ya vigezo kwenye ukurasa wa Tathmini; huchukua dakika 10',
    command: 'ongeza --sustained-run 10m pamoja na --data',
  },
  'no-network-record': {
    why: 'maombi ya mtandao hayakurekodiwa',
    page: 'tathmini kwenye ukurasa bila kukatizwa',
    command: 'tathmini kwa --data na bila --target',
  },
  'no-power-meter': {
    why: 'ukurasa hauwezi kupima nishati',
    page: 'tumia injini ya programu mwenza kwenye mashine yenye kipima nishati',
    command: 'tumia injini asilia (--target companion:...) kwenye mashine yenye kipima nishati',
  },
  'no-robustness-suite': {
    why: 'majaribio ya uimara hayakuendeshwa',
    page: 'yachague kwenye ukurasa wa Tathmini',
    command: 'ongeza --robustness pamoja na --data',
  },
  'no-security-suite': {
    why: 'faili hazikuchunguzwa',
    page: 'tathmini modeli iliyohifadhiwa, au inayofunguliwa kutoka kwenye faili zake',
    command: 'tathmini modeli inayofunguliwa kutoka kwenye faili zake',
  },
  'no-model-size': {
    why: 'faili za modeli ziko kwenye seva',
    page: 'pima nakala iliyo kwenye kifaa hiki',
    command: 'pima nakala iliyo kwenye kifaa hiki',
  },
  'no-agreement': {
    why: 'matokeo hayakulinganishwa',
    page: 'chagua modeli ya msingi kwenye ukurasa wa Tathmini',
    command: 'ongeza --baseline pamoja na --data',
  },
} satisfies Record<MissingEvidence, Missing>;

const modelKinds = { tensor: 'modeli zenye maingizo na matokeo ya tensa', text: 'modeli za lugha' } as const;

/** Why a value was not measured, or does not apply, with facts: after a colon. */
export const reasons = {
  'no-such-metric': ({ metric }) => `kazi hii haina alama “${metric}”`,
  'metric-is-error': ({ metric }) => `“${metric}” ni kipimo cha makosa (kidogo ndicho bora); tumia kigezo “error-rate”`,
  'metric-is-not-fraction': ({ metric }) => `“${metric}” si sehemu ya kimoja; tumia kigezo “perplexity”`,
  'metric-is-not-error': ({ metric }) => `“${metric}” si kipimo cha makosa; tumia kigezo “quality”`,
  'baseline-without-quality': ({ metric }) =>
    `${metric} ya modeli ya msingi ni 0 au chini yake, kwa hivyo uwiano nayo hauna maana`,
  'no-quality-ratio': ({ metric }) => `“${metric}” haina uwiano wenye maana; tumia kipimo kingine`,
  'items-failed': ({ metric, failed }) =>
    `modeli ilishindwa kwa ${items(failed)}, na hapo “${metric}” haina thamani; ona sababu kwenye orodha ya vipengee`,
  'items-not-run': ({ notRun }) => `uendeshaji ulisimamishwa bila kuendesha ${items(notRun)}; viendeshe vyote`,
  'unreliable-run': ({ validity }) => `hali ya uendeshaji ilikuwa ${validity}; endesha tena kifaa kikiwa kimetulia`,
  'too-few-samples': ({ n, needs }) => `inahitaji n ≥ ${format.whole(needs)}, ina ${format.whole(n)}`,
  'no-interval': ({ metric, why }) =>
    `“${metric}” haina wigo wa uhakika (${scores.noInterval(why === 'unknown' ? undefined : why)})`,
  'run-failed': ({ error }) => `uendeshaji wa muda mrefu uliishia kwa hitilafu (${error})`,
  'run-too-short': ({ ms, needsMs }) =>
    `uendeshaji ulichukua ${format.duration(ms)} kati ya ${format.duration(needsMs)} zinazohitajika`,
  'other-model-kind': ({ kind }) => `huhusu ${modelKinds[kind]} pekee`,
} satisfies {
  [Code in Exclude<(NotMeasured | NotApplicable)['code'], MissingEvidence>]: (facts: FactsOf<Code>) => string;
};
