import type { Text } from '../../language.ts';
import { isolate } from '../../isolate.ts';
import { checklist } from '../validation/checklist.ts';
import { statements } from '../validation/compliance.ts';
import { robustness } from '../validation/robustness.ts';
import { engine } from '../device/engine.ts';
import { format } from '../format.ts';
import { gateResults } from '../gates/gate-results.ts';
import { sinceHallmark } from './since-hallmark.ts';
import { tasks } from '../run/tasks.ts';

const { whole } = format;

const levels = { 'self-attested': 'uthibitisho wa mwenyewe', reproduced: 'umerudiwa' };

/** Texts of hallmarks: the Verify page, the panel that signs, and `assay verify`. */
export const hallmark: Text['hallmark'] = {
  title: 'Thibitisha muhuri',
  lead: 'Muhuri ni matokeo ya vigezo yaliyotiwa sahihi: modeli gani ilitimiza vikomo gani, kwa data gani na kwenye kifaa gani. Hukaguliwa hapa, bila seva.',
  open: 'Kiungo au maudhui ya faili ya muhuri',
  openHelp: 'Bandika kiungo chenye #/h/, chagua faili ya .hallmark.json, au uidondoshe popote kwenye ukurasa huu.',
  verify: 'Thibitisha',
  choose: 'Chagua faili',
  reading: 'Inathibitisha muhuri',
  titleWithModel: (model) => `Muhuri wa ${isolate(model)}`,

  verdict: {
    label: 'Uamuzi',
    valid: 'Sahihi ni halali',
    marks: { pass: 'Imepita', fail: 'Imeshindwa', undecided: 'Haijaamuliwa' },
    sentence: gateResults.verdict,
    grade: gateResults.grade,
    levels: {
      'self-attested': 'Uthibitisho wa mwenyewe: umetolewa na kifaa kimoja kuhusu kipimo chake.',
      reproduced:
        'Umerudiwa: uendeshaji uliotiwa sahihi kwa ufunguo mwingine unalingana. Mtu mmoja anaweza kuwa na funguo zote mbili.',
    },
    wrongClock:
      'Mmoja wa uendeshaji wake una tarehe ya kabla ya 2025 au ya siku zijazo, kwa hivyo saa ya kifaa fulani si sahihi, pengine ya kifaa hiki.',
    levelMarks: levels,
  },

  facts: {
    label: 'Kilichotiwa sahihi',
    model: 'Modeli',
    task: 'Kazi',
    data: 'Seti ya data yenye lebo',
    taskName: (task) => (tasks as Readonly<Record<string, { title: string }>>)[task]?.title ?? isolate(task),
    items: 'Vipengee vilivyopewa alama',
    time: (at) => format.date(at),
    baseline: 'Modeli ya msingi',
    baselineFile: 'Faili ya modeli ya msingi',
    parent: 'Imetengenezwa kutoka',
    recipe: 'Utaratibu',
    gateFile: 'Faili ya vigezo',
    gateFileValue: (sha256, readAt) => `${sha256}, ilisomwa ${format.date(readAt)}`,
    engine: 'Injini',
    machine: 'Mashine',
    method: 'Toleo la njia ya upimaji',
    startedAt: 'Uendeshaji ulianza',
    app: 'Toleo la Assay',
    hostileInputs: 'Maingizo hasidi',
    hostileOutcomes: (results) =>
      results
        .map(({ input, outcome }) => `${robustness.hostile.inputs[input]}: ${robustness.hostile.outcomes[outcome]}`)
        .join('; '),
    statement: (id) => `${statements[id]} (imetajwa)`,
    stated: (stated) => isolate(stated),
    key: 'Ufunguo',
    resource: (name, sha256, sizeBytes) =>
      `${isolate(name)} (${sizeBytes === undefined ? '' : `baiti ${whole(sizeBytes)}, `}SHA-256 ${sha256})`,
    dataItems: ({ items, failed, notRun, sample, baselineIsGroundTruth }) =>
      [
        sample ? `${whole(items)}, sampuli ya nasibu kati ya ${whole(sample.of)}` : whole(items),
        ...(failed > 0 ? [`${whole(failed)} havikusomeka au havikuendeshwa`] : []),
        ...(notRun > 0 ? [`${whole(notRun)} havikufikiwa`] : []),
        ...(baselineIsGroundTruth ? ['lebo ni utabiri wa modeli ya msingi'] : []),
      ].join('; '),
    engineOf: ({ target }) =>
      `${engine.names[target.engine]} ${isolate(target.version)} kwenye ${engine.devices[target.device]}, ${engine.threads(target.threads)}`,
    machineOf: ({ environment }) =>
      `${isolate(environment.kind === 'page' ? environment.browser : environment.cpu)}, ${isolate(environment.os)}, viini ${whole(environment.cores)} vya kimantiki`,
  },

  gates: {
    title: 'Vigezo',
    caption: 'Tokeo la kila kigezo',
    columns: gateResults.markdown.columns,
    name: (result) => isolate(gateResults.title(result)),
    outcome: gateResults.state,
    measured: (result) => isolate(gateResults.measured(result)),
    limit: gateResults.required,
  },

  monitoring: {
    title: 'Ya kufuatiliwa katika matumizi',
    lead: 'Vikomo hivi vilivyotiwa sahihi vinaweza kuzidishwa baadaye hata modeli isipobadilika. Usambazaji katika Assay huvifuatilia.',
    caption: 'Vikomo vya kufuatiliwa, na jinsi',
    columns: ['Kigezo', 'Kikomo', 'Hufuatiliwa kwa'],
    by: {
      alerts: 'kanuni za tahadhari kwa kila uendeshaji',
      labels: 'maingizo yanayopewa lebo na mtu, na usahihi uliokadiriwa kati yake',
      companion: 'vipimo vya programu mwenza',
    },
    drift: ['Mabadiliko ya maingizo', 'hakuna', 'ulinganisho na maingizo ambayo modeli ilifanya nayo kazi vizuri'],
  },

  checklist: {
    title: 'Orodha ya ukaguzi kabla ya matumizi halisi',
    lead: 'Vipengee vilivyotiwa sahihi vimetajwa na mtu aliyeandikwa, havikupimwa. Vingine vyote vinatokana na vigezo na SHA-256 zilizo hapo juu.',
    caption: 'Vipengee vya orodha ya ukaguzi ambavyo haviko wazi',
    texts: () => checklist,
  },

  sinceHallmark: () => sinceHallmark,

  reproduced: {
    title: 'Uendeshaji kwenye vifaa vingine',
    none: 'Muhuri huu bado haujatiwa sahihi ya pili. Mtu yeyote mwenye modeli, data na faili ya vigezo anaweza kurudia uendeshaji kwenye Assay na kuongeza sahihi.',
    sentence: (isReproduced) => (isReproduced ? 'Umerudiwa.' : 'Haukurudiwa.'),
    agreement: {
      agrees: 'inalingana',
      differs: 'inatofautiana',
      device: 'tokeo tofauti kwenye kifaa hiki',
      'not-compared': 'haikulinganishwa',
    },
    columns: { gate: 'Kigezo', first: 'Muhuri', other: 'Uendeshaji huu', agreement: 'Ulinganisho' },
    missing: 'haipo',
    caption: (machine) => `Matokeo kwenye ${machine}`,
  },

  reproduce: {
    start: 'Rudia upimaji huu',
    looking: 'Inatafuta modeli',
    help: 'Hufungua Tathmini kwa kazi, vigezo na sampuli zile zile. Unahitaji modeli na data ile ile.',
    unknownTask: 'Toleo hili la Assay haliwezi kurudia uendeshaji huo: haliifahamu kazi yake.',
    title: (model) => `Rudia muhuri wa ${isolate(model)}`,
    lead: 'Ikiwa uendeshaji wako una modeli, data na faili ya vigezo ile ile, na unalingana, unaweza kutia muhuri sahihi ya pili chini ya uamuzi.',
    component: 'Kipengee',
    expected: 'Kwenye muhuri',
    state: 'Hapa',
    caption: 'Kinachopaswa kulingana na uendeshaji wa awali',
    components: { model: 'Modeli', baseline: 'Modeli ya msingi', gates: 'Faili ya vigezo', data: 'Data' },
    states: {
      same: 'Ile ile.',
      other: 'Tofauti: chagua faili yenye SHA-256 hii.',
      missing: 'Haijachaguliwa.',
      pending: 'Italinganishwa baada ya uendeshaji.',
      additional: 'Modeli iliyopimwa haikuwa na faili hii.',
    },
  },

  meaning: {
    title: 'Muhuri huu unathibitisha nini, na hauthibitishi nini',
    proves: 'Unathibitisha',
    proofs: (keyId, level) => [
      `Hakuna kilichobadilishwa ndani yake tangu utiwe sahihi kwa ufunguo ${keyId.slice(0, 16)}….`,
      'Matokeo yanafuata kutokana na vikomo vilivyotiwa sahihi. Linganisha faili yako ya vigezo hapa chini ili kuhakikisha vikomo ni vile vile.',
      ...(level === 'reproduced' ? ['Mwenye ufunguo mwingine alitia sahihi matokeo yanayolingana nao.'] : []),
    ],
    doesNotProve: 'Hauthibitishi',
    limits: (level) => [
      'Kwamba thamani ni za kweli. Zimetolewa na kifaa hiki chenyewe, na mmiliki wake anaweza kubadilisha programu yoyote iliyomo.',
      'Nani aliutia sahihi. Ufunguo si jina: linganisha kitambulisho cha ufunguo na kile ulichopewa.',
      'Ulitiwa sahihi lini. Nyakati zote hutoka kwenye saa ya kifaa.',
      ...(level === 'reproduced'
        ? [
            'Kwamba mtu au kifaa cha pili kilishiriki: mtu mmoja anaweza kuwa na funguo zote mbili na kuendesha yote mawili, au kubuni yote mawili.',
          ]
        : []),
    ],
  },

  files: {
    title: 'Kagua faili zako mwenyewe',
    lead: 'Linganisha modeli au faili ya vigezo uliyo nayo na ile iliyopimwa. Faili husomwa kwenye kifaa hiki na hazitumwi popote.',
    choose: 'Chagua faili za modeli au za vigezo',
    checking: (file) => `Inakokotoa SHA-256 ya ${isolate(file)}`,
    model: (file, name) => `${isolate(file)} ndiyo ${file === name ? 'faili' : `faili ${isolate(name)}`} iliyopimwa.`,
    gates: (file) => `${isolate(file)} ndiyo faili ya vigezo ya muhuri huu.`,
    baseline: (file) => `${isolate(file)} ndiyo modeli ya msingi ya muhuri huu.`,
    other: ({ file, sha256, expected }) =>
      expected
        ? `${isolate(file)} si faili iliyopimwa yenye jina hili. SHA-256 yake ni ${sha256}; faili iliyopimwa${expected.sizeBytes === null ? '' : ` (baiti ${whole(expected.sizeBytes)})`} ina ${expected.sha256}.`
        : `${isolate(file)} si mojawapo ya faili za muhuri huu. SHA-256 yake ni ${sha256}.`,
    complete: 'Kila faili ya modeli iliyopimwa imepatikana.',
    missing: (names) => `Hazijakaguliwa: ${format.list(names.map(isolate))}.`,
  },

  stored: {
    title: 'Iliyohifadhiwa kwenye kivinjari hiki',
    item: (model, date) => `${isolate(model)}, ${date}`,
    summary: (verdict, level, isReceived) =>
      [gateResults.states[verdict], levels[level], ...(isReceived ? ['umepokewa'] : [])].join(', '),
    delete: 'Futa',
    deleted: (model) => `Umefuta muhuri wa ${isolate(model)}.`,
    undo: 'Tendua',
    deleteNamed: (model) => `Futa muhuri wa ${isolate(model)}`,
  },

  sign: {
    title: 'Muhuri',
    lead: 'Sahihi hufanya mabadiliko ya baadaye yatambulike. Hakuna kinachotumwa: sahihi hutengenezwa ndani ya kivinjari hiki.',
    countersignLead: (model) =>
      `Uendeshaji huu unalingana na muhuri wa ${isolate(model)}. Ongeza sahihi yako ili kuwaonyesha wengine kwamba umerudiwa.`,
    key: 'Ufunguo',
    keys: { device: 'Ufunguo wa kivinjari hiki', fresh: 'Ufunguo mpya kwa muhuri huu' },
    keyHelp: {
      device:
        'Mihuri yote iliyotiwa sahihi kwa ufunguo huu ina kitambulisho kimoja, kwa hivyo mtu yeyote anaweza kuona kwamba inatoka kwenye kivinjari kimoja.',
      fresh:
        'Hakuna anayeweza kuunganisha muhuri huu na mwingine kwa ufunguo wake. Ufunguo wa siri hutupwa baada ya kutia sahihi.',
    },
    preview: 'Kitakachotiwa sahihi, kama kilivyo',
    previewHelp:
      'Kila mwenye kiungo anaweza kusoma haya: majina ya faili, SHA-256, thamani, kivinjari na mfumo wa uendeshaji.',
    sign: 'Tia sahihi',
    countersign: 'Tia sahihi ya pili',
    signing: 'Inatia sahihi',
    saved: 'Umehifadhiwa kwenye kifaa hiki, na unaweza kushirikiwa.',
    notSaved:
      'Muhuri haukuhifadhiwa kwenye kivinjari hiki. Nakili kiungo chake au uuhifadhi kama faili, la sivyo utapotea.',
    share: 'Shiriki muhuri',
    saveFile: 'Hifadhi kama faili',
    saveBadge: 'Hifadhi beji (SVG)',
    open: 'Fungua muhuri',
    linkLength: (characters) => `Kiungo kina herufi ${characters} na kina muhuri wote.`,
  },

  badge: {
    name: 'muhuri',
    text: ({ verdict, grade }, level) =>
      [
        gateResults.states[verdict],
        ...(verdict === 'pass' && grade !== null ? [`≥ ${grade / 10}% ya modeli ya msingi`] : []),
        ...(level === 'reproduced' ? [levels.reproduced] : []),
      ].join(' · '),
    title: (model, says) => `Muhuri wa ${model}: ${says}. Umetolewa na kifaa chenyewe.`,
  },
};
