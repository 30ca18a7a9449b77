import type { PackageId, PackageState } from '#core/engine/engine-package.ts';
import type { ErrorFacts } from '#core/errors/error.ts';
import type { RequestReason } from '#core/errors/reason.ts';
import type { Text } from '../../language.ts';
import { describeDownload, fact, isFaultOfParameters, isFaultOfRun, isTruncated } from '../../error-facts.ts';
import { companionFixes } from '../device/companion.ts';
import { enginePackages } from '../device/engine-packages.ts';
import { nonModelFiles } from '../models/non-model-files.ts';
import { shell } from '../shell/shell.ts';
import { documentFixes, hallmarkFixes, inputFixes, labelFixes } from './error-fixes.ts';
import { actualInput, because, causeText, freeDimensions } from './fact-phrases.ts';
import { cannotRun, engineNames, otherTask } from './model-errors.ts';
import { requestFixes, serverFixes } from './requests.ts';

const links: Readonly<Record<string, string>> = { first: 'Kiungo cha kwanza', second: 'Kiungo cha pili' };

export const errors: Text['errors'] = {
  'engine-unavailable': (facts) => ({
    what: `${fact(facts, 'engine', 'Injini')} haiwezi kutumia ${fact(facts, 'device', 'kifaa hiki')} hapa${because(facts)}`,
    fix: 'Chagua kifaa kingine cha kuendeshea. Ukurasa wa Kifaa unaonyesha kivinjari hiki kina nini.',
  }),
  'engine-not-cached': ({ engine }) => {
    const name = engineNames[String(engine)] ?? 'Injini';
    return {
      what: `${name} haijahifadhiwa kwa matumizi ya nje ya mtandao, na hakuna muunganisho wa kuipakia.`,
      fix: `Unganisha mtandao mara moja kisha uihifadhi chini ya “${shell.offline.details}” mwishoni mwa ukurasa wowote, au fungua modeli kwayo ukiwa mtandaoni.`,
    };
  },
  'engine-not-ready': (facts) => {
    const id = String(facts['engine']) as PackageId;
    const state = facts as unknown as PackageState; // the facts are the fields of the state
    const action = enginePackages.action(id, state);
    return {
      what: `${enginePackages.names[id]} haiwezi kutumika: ${enginePackages.message(state)}.`,
      fix: action?.startsWith('npm ') ? `Iongeze kwa: ${action}` : (action ?? ''),
    };
  },
  'engine-rejected': (facts) => ({
    what: `${fact(facts, 'file', 'Faili ya kifurushi')} haitumiki${because(facts)}`,
    fix: 'Hakuna kilichosakinishwa. Kagua sajili ya vifurushi iliyowekwa kwa pip au npm, au njia ya maktaba, kisha ujaribu tena.',
  }),
  'engine-died': (facts) => ({
    what: `${engineNames[String(facts['engine'])] ?? 'Injini asilia'} ilisimama bila kutarajiwa${because(facts)}`,
    fix: 'Endesha tena: injini imewashwa upya, na modeli nyingine hazijaathiriwa. Ikitokea tena, chagua injini nyingine.',
  }),
  'engine-in-use': ({ engine: id }) => ({
    what: `Amri nyingine inaongeza au kuondoa ${enginePackages.names[String(id) as PackageId]}.`,
    fix: 'Subiri imalize, kisha ujaribu tena.',
  }),
  'model-unsupported': (facts) =>
    facts['misfit'] === 'task'
      ? otherTask(facts, `${fact(facts, 'model', '')}: ${causeText(facts)}`)
      : cannotRun(facts),
  'graph-unavailable': (facts) => ({
    what: `Grafu ya ${fact(facts, 'model', 'modeli hii')} haiwezi kuonyeshwa${because(facts)}`,
    fix: 'Fungua faili ya ONNX, TFLite au GGUF, au modeli ya grafu ya TensorFlow.js.',
  }),
  'model-parts': (facts) => {
    const [files, roles] = [fact(facts, 'files', 'Faili fulani'), fact(facts, 'roles', 'hakuna')];
    const what: Readonly<Record<string, string>> = {
      'no-role': `${files} si mojawapo ya modeli ambazo kazi hii inazihitaji: ${roles}.`,
      'several-roles': `${files} inafaa nafasi kadhaa katika kazi hii: ${roles}.`,
      'same-role': `Faili kadhaa zinafaa nafasi ya ${roles}: ${files}.`,
      'empty-role': `Kazi hii inahitaji pia: ${roles}.`,
    };
    const problem = what[String(facts['problem'])];
    if (facts['suits'] !== undefined) return otherTask(facts, problem ?? '');
    return {
      what: problem ?? `Faili hizi haziundi modeli moja: ${files}.`,
      fix: 'Chagua faili zote za modeli moja kwa pamoja, bila nyingine.',
    };
  },
  'model-corrupt': (facts) => {
    if (facts.reason === 'file-missing') {
      return {
        what: `Kuna faili ya modeli inayokosekana: ${fact(facts, 'file', '')}.`,
        fix: 'Chagua faili zote za modeli kwa pamoja, au folda yenye faili hizo.',
      };
    }
    if (facts.reason === 'tensor-missing') {
      return {
        what: `Uzito haulingani na config.json${because(facts)}`,
        fix: 'Chagua uzito na config.json za modeli moja.',
      };
    }
    if (facts.reason === 'graph-cycle') {
      return {
        what: `Grafu ya modeli ina mzunguko${because(facts)}`,
        fix: 'Hamisha modeli upya; hakuna injini inayoweza kuiendesha jinsi ilivyo.',
      };
    }
    return {
      what: isTruncated(facts)
        ? `Faili ya ${fact(facts, 'format', 'modeli')} haijakamilika${because(facts)}`
        : `Faili ya ${fact(facts, 'format', 'modeli')} imeharibika${facts['offset'] === undefined ? '' : ` kwenye baiti ${facts['offset']}`}${because(facts)}`,
      fix: 'Pakua faili tena kutoka chanzo chake, kisha ulinganishe ukubwa wake na ule unaoonyeshwa huko.',
    };
  },
  'model-unknown': (facts) => {
    const other = Object.entries(nonModelFiles).find(([id]) => id === facts['detectedAs'])?.[1];
    const model = fact(facts, 'model', '');
    if (model === '') return { what: 'Hakuna modeli iliyofunguliwa.', fix: 'Chagua modeli kwanza.' };
    return other
      ? { what: `${model} ${other.what}`, fix: other.fix }
      : { what: `Hakuna modeli inayoitwa ${model}.`, fix: 'Kagua jina, au fungua modeli kutoka kwenye faili.' };
  },
  'model-not-stored': (facts) => ({
    what: `${fact(facts, 'model', 'Modeli')} haijahifadhiwa kwenye kivinjari hiki.`,
    fix: 'Kwenye ukurasa wa Modeli, ipakue au chagua faili yake tena. Kisha fungua kiungo hiki tena.',
    link: {
      label: 'Fungua kwenye ukurasa wa Modeli',
      href: `#/models?${new URLSearchParams({ model: fact(facts, 'model', '') })}`,
    },
  }),
  'other-model': (facts) => ({
    what: `${fact(facts, 'model', 'Hii')} ni modeli tofauti: SHA-256 yake ni ${fact(facts, 'sha256', 'tofauti')}, lakini ${fact(facts, 'otherModel', 'modeli')} iliyopimwa ina ${fact(facts, 'otherSha256', 'isiyojulikana')}.`,
    fix: 'Chagua faili yenye SHA-256 hiyo, au pima hii bila kulinganisha.',
  }),
  'other-copy': (facts) => ({
    what: `${fact(facts, 'file', 'Hii')} si faili iliyohifadhiwa kama ${fact(facts, 'model', 'modeli hii')}: SHA-256 yake ni tofauti.`,
    fix: 'Chagua faili ya asili, au fungua hii kama modeli mpya.',
  }),
  'model-in-use': (facts) => ({
    what: `Kuna kichupo kilichofungua ${fact(facts, 'model', 'modeli hii')}, au kinaipakua, kwa hivyo haikufutwa.`,
    fix: 'Funga kurasa zinazoitumia, au sitisha upakuaji huko, kisha uifute.',
  }),
  'input-invalid': (facts) => {
    if (typeof facts['free'] === 'string') {
      return {
        what: `Weka ukubwa wa ${freeDimensions(facts['free'])}.`,
        fix: 'Modeli huacha ukubwa huu wazi: weka namba kamili iliyo zaidi ya 0 inayoifaa.',
      };
    }
    if (facts.reason === 'sizes-not-for-task') {
      return {
        what: `Modeli haiifai kazi hii kwa ${fact(facts, 'sizes', 'ukubwa huu')}; inaifaa kwa ${fact(facts, 'suggested', 'mwingine')}.`,
        fix: inputFixes[facts.reason]!,
      };
    }
    if (facts.reason === 'no-such-dimension') {
      return {
        what: `Modeli haina dimensheni huru ${fact(facts, 'name', '')}${because(facts)}`,
        fix: inputFixes[facts.reason]!,
      };
    }
    return {
      what: `Ingizo ${fact(facts, 'name', '')} si halali${facts.reason ? because(facts) : `: ni ${actualInput(facts)}.`}`,
      fix: inputFixes[String(facts.reason)] ?? `Inayotarajiwa: ${fact(facts, 'expected', 'thamani nyingine')}.`,
    };
  },
  'input-blank': () => ({
    what: 'Hakuna cha kusoma: picha ni tupu.',
    fix: 'Chora tarakimu moja, iliyokolea zaidi au hafifu zaidi kuliko mandharinyuma yake.',
  }),
  'file-unreadable': (facts) => ({
    what: `${fact(facts, 'file', 'Faili')} haikusomeka${because(facts)}`,
    fix:
      documentFixes[String(facts.reason)] ??
      'Ifungue kwa programu nyingine ili kuikagua, au chagua faili nyingine. Picha zinaweza kuwa PNG, JPEG, WebP, AVIF au GIF; video MP4, MOV, WebM au MKV; sauti katika seti za data na amri zenye --target ni WAV.',
  }),
  'file-permission-denied': ({ file }) => ({
    what: `Kivinjari hakikuruhusu kusoma ${file}.`,
    fix: 'Ifungue tena na uiruhusu unapoulizwa. Kivinjari kisipouliza tena, chagua faili upya.',
  }),
  'file-gone': ({ file }) => ({
    what: `${file} haikupatikana: ilihamishwa, ilibadilishwa jina au ilifutwa, au diski yake haijaunganishwa.`,
    fix: 'Irudishe na uifungue tena, au chagua faili mahali ilipo sasa.',
  }),
  'file-changed': ({ file }) => ({
    what: `${file} imebadilika tangu ulipoifungua mara ya mwisho.`,
    fix: 'Ikiwa ulitarajia hilo, ifungue hata hivyo.',
  }),
  'labels-invalid': (facts) => ({
    what: `Lebo zilizo katika ${fact(facts, 'file', 'faili')} hazisomeki${because(facts)}`,
    fix: labelFixes[String(facts.reason)] ?? 'Sahihisha faili, au chagua nyingine.',
  }),
  'not-scored': (facts) => ({
    what: `Tokeo haliwezi kupewa alama${because(facts)}`,
    fix: 'Kipengee kinahesabiwa kuwa kimeshindwa. Vikiwa vingi, kagua modeli kwa injini au kifaa kingine.',
  }),
  'dataset-unclear': (facts) => ({
    what: `Folda hii haiwezi kutathminiwa jinsi ilivyo${because(facts)}`,
    fix: labelFixes[String(facts.reason)] ?? 'Chagua folda nyingine.',
  }),
  'fetch-failed': (facts) => {
    const { subject, host, url } = describeDownload(facts, 'Faili');
    return {
      what: `${subject} haikuweza kupakuliwa${host && ` kutoka ${host}`}${because(facts)}`,
      fix: 'Kagua muunganisho kisha ujaribu tena. Faili zilizopakuliwa mara moja huendelea kupatikana nje ya mtandao.',
      ...(url && { details: url }),
    };
  },
  'access-denied': (facts) => {
    const { subject, host, url } = describeDownload(facts, 'Faili hii');
    return {
      what: `${subject}${host && ` ya ${host}`} inahitaji kuingia kwenye akaunti au kukubali masharti (HTTP ${fact(facts, 'status', '401')}).`,
      fix: 'Fungua ukurasa wa modeli, kubali masharti yake na upakue faili huko, kisha uifungue hapa kutoka kwenye diski. Assay haitumi akaunti wala tokeni ya ufikiaji.',
      ...(url && { details: url }),
    };
  },
  'out-of-memory': (facts) => ({
    what: `Kumbukumbu haitoshi${because(facts)}`,
    fix: 'Funga vichupo vingine kisha ujaribu tena, au tumia modeli ndogo zaidi.',
  }),
  'worker-died': (facts) => ({
    what: `Worker inayoendesha ${fact(facts, 'engine', 'modeli')} ilisimama bila kutarajiwa${because(facts)}`,
    fix: 'Kwa kawaida huwa imeishiwa na kumbukumbu. Endesha tena: worker mpya huanza kiotomatiki. Ikitokea tena, tumia modeli ndogo zaidi.',
  }),
  'device-lost': (facts) => ({
    what: `GPU imepotea${because(facts)}`,
    fix: 'Endesha tena. Ikitokea tena, sasisha kiendeshi cha kadi ya picha au tumia WebAssembly badala yake.',
  }),
  'companion-unreachable': (facts) => ({
    what: `Programu mwenza katika ${fact(facts, 'address', 'kompyuta hii')} haifikiki${because(facts)}`,
    fix: 'Ianzishe kwa “npm start”, kisha ujaribu tena. Au chagua injini ya kivinjari.',
  }),
  'companion-rejected': (facts) => ({
    what: `Programu mwenza imekataa ombi hili${because(facts)}`,
    fix: companionFixes[String(facts.reason)] ?? 'Pakia upya ukurasa huu. Ikitokea tena, anzisha upya programu mwenza.',
  }),
  'message-invalid': (facts) => ({
    what: `Ukurasa na programu mwenza hazielewani${because(facts)}`,
    fix: 'Sasisha iliyo ya zamani kati ya hizo mbili, kisha upakie upya ukurasa huu.',
  }),
  'server-failed': (facts) => ({
    what: `Seva ${fact(facts, 'server', '')} (${fact(facts, 'url', fact(facts, 'model', ''))}) imeshindwa${because(facts)}`,
    fix:
      serverFixes[String(facts.reason)] ??
      'Hakikisha inafanya kazi na anwani yake ni sahihi: npm run assay -- server ls.',
  }),
  'server-address': (facts) => ({
    what: `${fact(facts, 'url', 'Anwani')} haiwezi kutumika${because(facts)}`,
    fix: serverFixes[String(facts.reason)] ?? 'Sahihisha anwani.',
  }),
  'request-invalid': (facts) => ({
    what: `Ombi si halali${because(facts)}`,
    fix: requestFixes[facts.reason as RequestReason],
  }),
  'session-closed': (facts) => ({
    what: `Programu mwenza haina tena modeli iliyofunguliwa${because(facts)}`,
    fix: 'Fungua modeli tena.',
  }),
  'deadline-exceeded': (facts) => ({
    what: `Programu mwenza haikumaliza ndani ya ${facts['deadlineMs'] === undefined ? 'muda ulioruhusiwa' : `${facts['deadlineMs']} ms`}.`,
    fix: 'Jaribu tena, au chagua ingizo au modeli ndogo zaidi.',
  }),
  aborted: () => ({ what: 'Imesimamishwa.', fix: 'Hakuna kilichohifadhiwa. Anza tena wakati wowote.' }),
  'run-interrupted': (facts) => ({
    what: `Uendeshaji ulikatizwa${because(facts)}`,
    fix: 'Uanze tena na uache kichupo hiki kikiwa wazi hadi umalizike: vivinjari hupunguza kasi ya kurasa zilizofichwa.',
  }),
  'link-invalid': (facts) =>
    isFaultOfParameters(facts) && facts['which'] === undefined
      ? {
          what: 'Kiungo hiki kimeharibika, au kinatoka kwenye toleo lingine la Assay.',
          fix: 'Kinakili tena na ukibandike chote: programu za ujumbe wakati mwingine hukata viungo virefu. Au fungua ukurasa kutoka kwenye menyu, bila kiungo.',
          details: causeText(facts),
        }
      : {
          what: `${links[String(facts['which'])] ?? 'Kiungo hiki'} hakisomeki${because(facts)}`,
          fix: 'Sahihisha kiungo, au kinakili tena na ukibandike chote: programu za ujumbe wakati mwingine hukata viungo virefu.',
        },
  'gates-invalid': (facts) => ({
    what: `Faili ya vigezo haiwezi kutumika${because(facts)}`,
    fix: 'Sahihisha faili. Hakuna kilichopimwa.',
  }),
  'hallmark-invalid': (facts) => ({
    what: `${isFaultOfRun(facts) ? 'Uendeshaji huu hauwezi kutiwa sahihi' : 'Muhuri huu umekataliwa'}${because(facts)}`,
    fix:
      hallmarkFixes[String(facts.reason)] ?? 'Pata kiungo au faili upya kutoka kwa aliyeutengeneza. Usiutegemee huu.',
  }),
  'result-invalid': (facts) => ({
    what: `Tokeo ${fact(facts, 'entry', '')} la faili halikuingizwa${because(facts)}`,
    fix: 'Hamisha matokeo upya kwenye kivinjari kilicho nayo. Matokeo mengine ya faili yameingizwa.',
  }),
  'results-newer': (facts) => ({
    what: `Faili haikuingizwa: toleo la muundo wake ni ${fact(facts, 'version', '')}, na toleo hili la Assay husoma hadi ${fact(facts, 'maxVersion', '')}.`,
    fix: 'Sasisha Assay: pakia upya ukurasa huu ukiwa mtandaoni, kisha uingize faili tena.',
  }),
  'recipe-invalid': (facts) => ({
    what: `Utaratibu hauwezi kutumika${because(facts)}`,
    fix: 'Usahihishe. Hakuna kilichobadilishwa.',
  }),
  'deployment-changed': (facts) => ({
    what: `Usambazaji haukubadilishwa${because(facts)}`,
    fix: 'Huenda kichupo kingine kiliubadilisha. Ukurasa unaonyesha hali yake ya sasa; hakuna kilichopotea.',
  }),
  'federation-invalid': (facts) => ({
    what: `Shirikisho haliwezi kutumika${because(facts)}`,
    fix: 'Mwombe mratibu mwaliko mpya, na fungua modeli inayotajwa humo.',
  }),
  'federation-refused': (facts) => ({
    what: `Sasisho halikukubaliwa${because(facts)}`,
    fix: 'Hakuna sehemu yake inayotumika. Muulize mtu anayeratibu shirikisho.',
  }),
  'coordinator-untrusted': (facts) => ({
    what: `Mratibu haaminiki${because(facts)}`,
    fix: 'Hakuna kingine kilichotumwa. Usishiriki hadi mtu anayeratibu aeleze jambo hili.',
  }),
  'deployments-newer': (facts) => ({
    what: `Kuna usambazaji wenye toleo la muundo ${fact(facts, 'version', '')}, na toleo hili la Assay husoma hadi ${fact(facts, 'maxVersion', '')}.`,
    fix: 'Sasisha Assay: pakia upya ukurasa huu ukiwa mtandaoni. Usambazaji huo haukusomwa wala kubadilishwa.',
  }),
  'conversation-invalid': (facts) => ({
    what: `${fact(facts, 'file', 'Faili')} haikuingizwa${because(facts)}`,
    fix: 'Hakuna kilichobadilishwa. Chagua faili iliyohifadhiwa hapa kama JSON, au sahihisha sehemu hiyo.',
  }),
  'address-invalid': (facts) => ({
    what: `Hii si anwani ya modeli${because(facts)}`,
    fix: 'Weka shirika/jina, shirika/jina:faili, au anwani ya https ya faili ya modeli.',
  }),
  'storage-failed': (facts) => ({
    what: `${facts['host'] === 'companion' ? 'Programu mwenza haikuweza kuhifadhi faili' : 'Hifadhi ya kivinjari imeshindwa'}${because(facts)}`,
    fix: storageFix(facts),
  }),
  'camera-unavailable': (facts) => ({
    what: `Kamera haiwezi kutumika${because(facts)}`,
    fix: 'Ruhusu kamera kwa ukurasa huu kwenye kivinjari, na ufunge programu nyingine zinazoitumia.',
  }),
  'microphone-unavailable': (facts) => ({
    what: `Maikrofoni haiwezi kutumika${because(facts)}`,
    fix: 'Ruhusu maikrofoni kwa ukurasa huu kwenye kivinjari, na ufunge programu nyingine zinazoitumia.',
  }),
  'faces-locked': () => ({
    what: 'Nyuso zilizosajiliwa hazifunguki kwa kaulisiri hii.',
    fix: 'Iandike tena. Ikiwa imepotea, nyuso haziwezi kurejeshwa: zifute, kisha usajili watu upya.',
  }),
  'video-not-saved': (facts) => ({
    what: `Video yenye alama haiwezi kuhifadhiwa${because(facts)}`,
    fix: 'Hifadhi nyayo za vitu kama CSV au JSON, au jaribu kivinjari kingine, au video yenye ubora wa chini zaidi.',
  }),
  internal: (facts) => ({
    what: `Hitilafu ya ndani ya Assay${because(facts)}`,
    fix: 'Pakia ukurasa upya. Ikitokea tena, tafadhali iripoti pamoja na maandishi yaliyo hapo juu.',
  }),
};

function storageFix({ host, reason }: ErrorFacts): string {
  if (host === 'companion') return 'Pata nafasi zaidi kwenye diski, kisha ujaribu tena.';
  if (reason === 'cleared-by-browser') return 'Kwenye ukurasa wa Modeli, pakua modeli au chagua faili yake tena.';
  if (reason === 'storage-blocked')
    return 'Faili bado hufunguka na kuendeshwa, lakini modeli, matokeo na mazungumzo hupotea ukurasa ukifungwa. Ili kuvihifadhi, ruhusu data ya tovuti ya ukurasa huu kwenye kivinjari.';
  if (reason === 'storage-newer')
    return 'Pakia upya ukurasa huu ukiwa mtandaoni ili kusasisha Assay. Hakuna kilichohifadhiwa ambacho kimebadilishwa.';
  return 'Pata nafasi zaidi kwenye diski au uondoke kwenye hali ya faragha, kisha ujaribu tena.';
}
