import type { ErrorFacts } from '#core/errors/error.ts';
import type { Text } from '../../language.ts';
import { companionReasons, messageFaults } from '../device/companion.ts';
import { formatFaults } from '../models/format-faults.ts';
import { format } from '../format.ts';
import { gateFileFaults } from '../gates/gate-file-faults.ts';
import { hallmarkFaults } from '../hallmark/hallmark-faults.ts';
import { labelledDataset } from '../evaluate/labelled-dataset.ts';
import { reportLinkFaults } from '../report/report-link-faults.ts';
import { requestReasons, serverReasons } from './requests.ts';

const bytes = (value: ErrorFacts[string] | undefined) => format.bytes(Number(value));
/** Sizes that may differ by a single byte. */
const exactBytes = (value: ErrorFacts[string] | undefined) => `baiti ${format.whole(Number(value))}`;

const setting = ({ setting: name, value }: ErrorFacts, allowed: string) =>
  `${name} ni “${value}”; inaweza kuwa ${allowed}`;
const modelId = ({ id }: ErrorFacts, why: string) =>
  `${JSON.stringify(id)} haiwezi kuwa kitambulisho cha modeli: ${why}`;

/** Lists the names of comma-separated ids. */
const idsIn = (ids: ErrorFacts[string] | undefined, names: Readonly<Record<string, string>>) =>
  format.list([...new Set(String(ids).split(', '))].map((id) => names[id] ?? id));

/** Drops the fact types of the fault tables, because the facts of an error are not typed. */
const withUntypedFacts = <R extends string>(sentences: Readonly<Record<R, (facts: never) => string>>) =>
  sentences as Readonly<Record<R, (facts: ErrorFacts) => string>>;

/** The text after the colon of a message in `errors.ts`. */
export const reasons: Text['reasons'] = {
  'no-device-requested': () => 'hakuna kifaa kilichoombwa',
  'device-not-supported': ({ device }) => `injini hii haiendeshwi kwenye ${device}`,
  'native-engine': () => 'huendeshwa katika programu mwenza, si kwenye ukurasa',
  'engine-too-old': ({ version, min }) => `toleo ${version} limesakinishwa, na linalohitajika ni angalau ${min}`,
  'engine-crashed': ({ signal }) => `mchakato wake uliacha kufanya kazi ghafla (${signal})`,
  'engine-exited': ({ exitCode }) => `mchakato wake uliisha kwa msimbo wa kutoka ${exitCode}`,
  'engine-too-slow': ({ seconds }) => `haikujibu ndani ya sekunde ${seconds}, kwa hivyo mchakato wake ulisimamishwa`,
  'engine-keeps-dying': ({ deaths }) =>
    `injini iliacha kufanya kazi ghafla mara ${deaths} ndani ya dakika moja ikiwa na modeli hii`,
  'no-such-hardware': ({ device }) => `injini haipati ${device} kwenye mashine hii`,
  'provider-needed': ({ device }) => `ONNX Runtime hutumia ${device} kupitia kitekelezi (execution provider) pekee`,
  'provider-without-device': ({ provider, device }) => `kitekelezi ${provider} hakipati ${device} hapa`,
  'provider-without-nodes': ({ provider }) => `hakuna nodi ya modeli inayoendeshwa na kitekelezi ${provider}`,
  'setting-needs-provider': ({ setting }) => `mpangilio ${setting} unahitaji kitekelezi (execution provider)`,
  'provider-without-setting': ({ provider, setting }) => `kitekelezi ${provider} hakina mpangilio ${setting}`,
  'provider-not-built-in': ({ provider, builtIn }) =>
    `build hii ya ONNX Runtime haina kitekelezi ${provider}, ina ${builtIn} pekee; ongeza iliyo nacho kwa npm run assay -- engines add ort --library <faili>`,
  'setting-not-supported': ({ setting, device }) =>
    `haina mpangilio ${setting ?? 'wowote kati ya iliyoombwa'} kwenye ${device}; uondoe`,
  'no-webgpu': () => 'kivinjari hiki hakina WebGPU',
  'no-gpu-adapter': () => 'WebGPU haipati adapta ya picha kwenye kifaa hiki',
  'gpu-adapter-not-usable': () => 'llama.cpp haiwezi kutumia adapta hii ya picha',
  'wasm-heap-full': () => 'kumbukumbu (heap) ya WebAssembly imejaa',
  'worker-not-started': () => 'worker yake haikuanza',
  'worker-script-not-loaded': () => 'hati yake haikuweza kupakiwa',
  'worker-terminated': () => 'ilisimamishwa',
  'worker-ended': () => 'iliisha bila jibu',
  'no-webgl': () => 'kivinjari hiki hakina WebGL 2',
  'precision-not-available': () => 'WebGL haikokotoi kwa usahihi wa namba ulioombwa hapa',
  'backend-not-started': () => 'backend yake haikuanza',
  'format-without-graph': () => 'hakuna grafu inayosomwa kutoka kwenye faili za muundo huu',
  'keras-layers-model': () => 'ni modeli ya matabaka ya Keras, si modeli ya grafu',
  'value-not-tensor': ({ value }) => `${value} si tensa`,
  'value-type': ({ value, type }) => `${value} ni ya aina ${type}`,
  'output-size-unknown': ({ output, shape }) =>
    `ukubwa wa tokeo lake ${output} [${shape}] hujulikana tu wakati wa uendeshaji, jambo ambalo LiteRT haiwezi kulitumia kwenye ukurasa`,
  'variable-tensors': () => 'huhifadhi hali kwenye tensa zinazobadilika, kama matabaka ya LSTM na GRU yanavyofanya',
  'operators-not-supported': ({ operators, more }) =>
    `hutumia opereta ambazo injini hii haina (${operators}${more === undefined ? '' : ` na nyingine ${more}`})`,
  'format-version': ({ version, max }) => `toleo lake la IR ni ${version}, na injini hii husoma hadi ${max}`,
  'opset-too-new': ({ domain, version, max }) =>
    `hutumia opset ${version} ya ${domain}, na injini hii hufika hadi ${max}`,
  'opset-too-old': ({ version, min, operators }) =>
    `${operators} katika opset ${version} hazitumiki; injini hii huzitumia kuanzia opset ${min}`,
  bfloat16: ({ operators }) => `hukokotoa kwa bfloat16 (${operators}), ambayo injini hii haina`,
  'weights-manifest': () => 'ina uzito lakini haina grafu',
  'no-key-value-cache': () =>
    'si modeli ya lugha yenye akiba ya KV: grafu yake inahitaji maingizo input_ids na past_key_values.*, na tokeo logits',
  'decoder-input-unknown': ({ input }) => `Assay haijui cha kupitisha kama ingizo lake ${input}`,
  'architecture-not-converted': ({ architecture }) =>
    `Assay haiwezi kugeuza usanifu huu (${architecture}) kutoka GGUF kuwa ONNX`,
  'experts-not-converted': () => 'Assay haiwezi kugeuza modeli yenye wataalamu (experts) kutoka GGUF kuwa ONNX',
  'tokenizer-not-converted': ({ tokenizer }) => `Assay haiwezi kugeuza kigawa tokeni hiki (${tokenizer}) kutoka GGUF`,
  'split-not-converted': () => 'Assay haiwezi kugeuza kuwa ONNX modeli ya GGUF iliyo katika faili kadhaa',
  'conversion-differs': () =>
    'ikigeuzwa kuwa int8, hutabiri maandishi vibaya kuliko ile ya asili; ifungue kwa wllama badala yake',
  'chat-template-invalid': ({ why }) => `kiolezo chake cha gumzo hakisomeki (${why})`,
  'vocabulary-only': () => 'ina msamiati lakini haina uzito',
  'projector-only': () => 'ni projector ya aina nyingi za data ya modeli ya lugha, si modeli yenyewe',
  'needs-half-precision': () => 'GPU hii haina shader-f16; tumia lahaja ya q4f32 ya modeli',
  'no-words': () => 'msamiati wake hauna maneno ya tokeni moja, ambayo prompti za upimaji wa kasi hutengenezwa kwayo',
  'library-mismatch': ({ version, why }) => `maktaba yake haikutengenezwa kwa WebLLM ${version} (${why})`,

  'pdf-encrypted': () => 'imelindwa kwa nenosiri',
  'pdf-without-text': ({ pages }) =>
    Number(pages) === 1
      ? 'ukurasa wake hauna maandishi, una picha pekee'
      : `hakuna ukurasa wenye maandishi kati ya kurasa zake ${pages}, kuna picha pekee`,
  'pdf-damaged': ({ why }) => `si PDF halali (${why})`,
  'docx-damaged': () => 'si hati halali ya Word',
  'word-old-or-encrypted': () => 'iko katika muundo wa zamani wa Word (.doc), au imelindwa kwa nenosiri',
  'document-too-large': ({ bytes: size, maxBytes }) => `ina ${bytes(size)}; kikomo ni ${bytes(maxBytes)}`,
  'document-not-text': () => 'si hati ambayo Assay inaisoma',

  'several-layouts': ({ found }) =>
    `lebo zake zinaweza kusomwa kwa njia zaidi ya moja: ${idsIn(found, labelledDataset.layouts)}`,
  'several-label-files': ({ found, more }) =>
    `faili kadhaa zinaweza kuwa lebo zake: ${found}${more === undefined ? '' : ` na nyingine ${more}`}`,
  'several-splits': ({ found }) => `ina migawanyo kadhaa (${found}), na mmoja pekee unaweza kutathminiwa kwa wakati`,
  'no-label-file': ({ layout, wanted }) =>
    `${wanted === undefined ? 'haina faili' : `${wanted} si faili`} yenye lebo za aina ya ${idsIn(layout, labelledDataset.layouts)}`,
  'no-inputs': ({ kind }) => `haina faili za ${kind}`,
  'no-items': ({ labels, example }) =>
    `ina ${Number(labels) === 1 ? 'lebo moja' : `lebo ${format.whole(Number(labels))}`}, lakini hakuna inayoweza kutumika na faili iliyo kwenye folda${example ? `, kwa mfano ${example}` : ''}`,
  'no-class-matches': ({ classes, labels }) =>
    `hakuna darasa lake (kama vile ${classes}) linalolingana na lebo ya modeli (kama vile ${labels})`,
  'no-labels-or-baseline': () => 'faili zake hazina lebo, na hakuna modeli ya msingi ya kupimia ulinganifu',
  'other-label-kind': ({ actual, expected }) =>
    `lebo zake ni ${idsIn(actual, labelledDataset.labelKinds)}, na kazi inahitaji ${idsIn(expected, labelledDataset.labelKinds)}`,
  'dataset-file-changed': ({ file }) => `${file} ilibadilishwa tathmini ikiendelea`,
  'text-not-unicode': () => 'maandishi yake si UTF-8 wala UTF-16',
  'labels-too-large': ({ bytes: size, maxBytes }) => `ni ${bytes(size)}; kikomo ni ${bytes(maxBytes)}`,
  'quote-not-closed': ({ line }) => `alama ya nukuu inayofunguka kwenye mstari wa ${line} haifungwi`,
  'text-after-quote': ({ line }) => `mstari wa ${line} una maandishi baada ya alama ya nukuu ya kufunga`,
  'line-not-json': ({ line }) => `mstari wa ${line} si JSON`,
  'line-not-object': ({ line }) => `mstari wa ${line} si kitu cha JSON (object)`,
  'key-repeated': ({ line, key }) =>
    `${line === 0 ? 'kuna kitu (object) kilicho na' : `mstari wa ${line} una`} sehemu “${key}” mara mbili`,
  'too-many-columns': ({ columns, max }) =>
    `vitu vyake vina sehemu ${format.whole(Number(columns))} tofauti; kikomo ni ${format.whole(Number(max))}`,
  'columns-unclear': ({ columns }) => `kilichomo kwenye safu wima zake hakieleweki kutokana na majina yake: ${columns}`,
  'no-tagged-words': () => 'haina mistari yenye neno na tagi yake',
  'column-unknown': ({ column, columns }) => `haina safu wima “${column}”, ina ${columns} pekee`,

  'audio-not-scored': ({ audio }) => `ina faili za sauti (${audio}), ambazo kazi hii haizikubali`,
  'engine-without-token-scores': ({ engine }) =>
    `${engine} haitaji uwezekano wa tokeni zilizotolewa, ambao perplexity inauhitaji`,
  'text-too-short': ({ tokens, needs }) =>
    `maandishi hayazidi tokeni ${tokens} kila moja, na perplexity inahitaji ${needs}`,
  'other-tokenizer': () =>
    'kigawa tokeni chake kinatofautiana na cha modeli ya msingi, kwa hivyo perplexity zake haziwezi kulinganishwa',
  'other-outputs': ({ actual, expected }) => `matokeo yake ni ${actual}, ya modeli ya msingi ni ${expected}`,
  'result-not-finite': ({ value }) => `lina ${value} badala ya namba yenye kikomo`,

  'not-for-this-task': () => 'hakuna modeli inayojulikana ya kazi hii yenye maingizo na matokeo haya',
  'not-a-face-detector': () => 'si modeli ya kupata nyuso ya familia za YuNet, UltraFace au BlazeFace',
  'not-a-face-embedder': () =>
    'haigeuzi picha ya uso ya pikseli 112 × 112 kuwa vekta moja, kama MobileFaceNet inavyofanya',
  'not-a-detector': () => 'hakuna modeli inayojulikana ya kutambua vitu yenye maingizo na matokeo haya',
  'not-an-image-classifier': () => 'si modeli ya kuainisha picha za ImageNet au CIFAR-10',
  'not-a-sentence-encoder': () => 'haigeuzi vitambulisho vya tokeni kuwa vekta za tokeni au za maandishi',
  'not-a-text-classifier': () => 'haigeuzi vitambulisho vya tokeni kuwa orodha moja ya logiti kwa kila maandishi',
  'not-a-token-classifier': () => 'haigeuzi vitambulisho vya tokeni kuwa orodha moja ya logiti kwa kila tokeni',
  'label-count': ({ labels, outputs }) =>
    `config.json inataja lebo ${labels}, lakini grafu ina matokeo ${outputs}; chagua config.json ya modeli hii`,
  'pooling-not-supported': ({ modes }) =>
    `usanidi wake hujumuisha tokeni kwa ${modes}; zinazotumika ni wastani, kima cha juu, tokeni ya kwanza na ya mwisho`,
  'tokenizer-not-supported': ({ why }) => `kigawa tokeni chake hakitumiki: ${why}`,
  'token-missing': ({ token }) => `kigawa tokeni chake hakina tokeni ${token}`,
  'module-not-supported': ({ module }) =>
    `tabaka lake ${module} si sehemu ya grafu; hamisha modeli ikiwa na matabaka yake yote, kama tokeo “sentence_embedding”`,
  'text-blank': () => 'maandishi ni matupu',
  'input-of-other-task': ({ expected }) => `kazi hii hupokea ${expected}`,
  'not-one-vector': () =>
    'tokeo lake la kwanza si vekta moja kwa kila picha (embedding, au alama za madarasa), kama la kigunduzi; kiainishaji au kisimbaji cha picha kinafaa',
  'not-an-image-model': () => 'ingizo lake si picha moja ya ukubwa unaojulikana, yenye chaneli moja au tatu',
  'not-a-digit-classifier': () => 'si modeli ya kuainisha tarakimu za 28 × 28',
  'output-type': ({ type }) => `tokeo la aina ${type} haliwezi kusomwa`,
  'output-missing': ({ there }) => `haina tokeo la jina hili, ina ${there} pekee`,
  'image-type': ({ type }) => `picha haziwezi kugeuzwa kuwa ${type}`,

  'file-missing': ({ file }) => `${file} haipo`,
  'file-empty': ({ file }) => `${file} ni tupu`,
  empty: () => 'ni tupu (baiti 0)',
  'node-unknown': ({ name }) => `unaacha nje nodi ${name}, ambayo modeli haina`,
  'field-invalid': ({ field, allowed }) =>
    field === ''
      ? 'si mazungumzo'
      : `sehemu yake ${field} haipo au ni batili${allowed === undefined ? '' : `; inaweza kuwa ${allowed}`}`,
  'file-not-json': ({ file }) => `${file} si JSON`,
  'file-incomplete': ({ file, missing }) => `${file} haitaji ${missing}`,
  'no-model-library': () => 'maktaba yake ya modeli (.wasm) haimo kwenye faili zake',
  'no-tflite-signature': () => 'haina alama TFL3',
  'weights-incomplete': ({ actualBytes, expectedBytes }) =>
    `uzito una ${exactBytes(actualBytes)} badala ya ${exactBytes(expectedBytes)}`,
  'longer-than-declared': ({ expectedBytes }) => `inazidi ${exactBytes(expectedBytes)}`,
  'size-mismatch': ({ actualBytes, expectedBytes }) =>
    `ina ${exactBytes(actualBytes)} badala ya ${exactBytes(expectedBytes)}`,
  'hash-mismatch': ({ actual, expected }) => `SHA-256 yake ni ${actual} badala ya ${expected}`,
  'zip-damaged': ({ member }) =>
    member === undefined ? 'si kumbukumbu kamili ya zip' : `faili yake ya ndani ${member} imeharibika`,
  'zip-unsafe': ({ member }) => `faili yake ya ndani ${member} ni kiungo au ingeandikwa nje ya folda yake`,
  'stored-file-changed': () => 'SHA-256 yake inatofautiana na ile iliyohifadhiwa nayo',
  'not-a-mask': () =>
    'si PNG ya biti 8 kwa chaneli isiyo na interlacing, ambayo pikseli zake ni namba za madarasa au rangi za Pascal VOC',
  'not-an-image': () => 'si picha ambayo kivinjari hiki kinaweza kuifumbua',
  'not-a-video': () => 'si video inayosomeka',
  'no-video-track': () => 'haina video',
  'video-codec': ({ codec }) => `kivinjari hiki hakiwezi kufumbua codec yake ya video, ${codec}`,
  'no-video-encoder': ({ width, height }) => `kivinjari hiki hakiwezi kusimba video ya pikseli ${width} × ${height}`,
  'not-audio': () => 'si sauti inayoweza kufumbuliwa hapa',
  'audio-empty': () => 'haina sauti',
  'wav-codec': ({ codec, bits }) => `sampuli zake zina biti ${bits} katika muundo wa WAV ${codec}, ambao hautumiki`,

  'http-status': ({ status }) => `seva ilijibu kwa ${status}`,
  'no-answer': () => 'hakuna jibu; kifaa hiki kiko nje ya mtandao, au anwani imezuiwa au si sahihi',
  'no-answer-in-time': ({ seconds }) => `hakuna jibu ndani ya sekunde ${seconds}`,
  'answer-interrupted': () => 'jibu lilikatizwa',
  'answer-not-json': () => 'jibu si JSON',
  'answer-size': ({ actualBytes, expectedBytes, status }) =>
    `ziliombwa ${exactBytes(expectedBytes)}, zikapatikana ${exactBytes(actualBytes)} (hali ${status})`,
  'connection-interrupted': () => 'muunganisho unaendelea kukatika',
  'file-keeps-changing': () => 'inaendelea kubadilika, au seva yake haiwezi kuendeleza upakuaji uliokatizwa',
  'file-changed-while-read': () =>
    'ilibadilika ilipokuwa ikisomwa, au seva yake ilituma sehemu tofauti na iliyoombwa; jaribu tena',
  'content-length-missing': () => 'seva haitaji ukubwa wa faili',
  'content-range-invalid': () => 'Content-Range ya seva si halali',
  'range-mismatch': ({ actual, expected }) => `seva ilituma baiti kuanzia ${actual} badala ya ${expected}`,
  'no-range-requests': ({ sizeBytes }) =>
    `seva haikubali maombi ya Range na faili ina ${sizeBytes === undefined ? 'ukubwa usioweza kusomwa mara moja' : bytes(sizeBytes)}; ipakue kwanza`,
  'not-a-listing': () => 'jibu si orodha ya hazina',
  'listing-on-other-host': ({ host }) => `ukurasa wake unaofuata uko kwenye ${host}`,
  'listing-repeats': ({ host }) => `orodha ya faili ya ${host} inajirudia`,
  'listing-too-long': ({ host, maxPages }) =>
    `orodha ya faili ya ${host} ina zaidi ya kurasa ${format.whole(Number(maxPages))}`,
  'listing-too-large': ({ host, maxBytes }) => `orodha ya faili ya ${host} inazidi ${bytes(maxBytes)}`,
  'listing-too-slow': ({ host, seconds }) => `${host} haikutuma orodha ya faili ndani ya sekunde ${seconds}`,

  'storage-newer': () => 'toleo jipya zaidi la Assay liliandika data iliyohifadhiwa',
  'storage-blocked': () => 'kivinjari kinazuia data ya tovuti ya ukurasa huu',
  'disk-full': () => 'diski imejaa',
  'upload-quota': ({ needBytes, quotaBytes, usedBytes }) =>
    `modeli inahitaji ${bytes(needBytes)}, na modeli ambazo kurasa zimetuma tayari zinatumia ${bytes(usedBytes)} kati ya kikomo cha ${bytes(quotaBytes)}; modeli zisizotumika kwa saa moja huondolewa kiotomatiki`,
  'quota-exceeded': () => 'diski au kikomo cha hifadhi cha tovuti hii kimejaa',
  'not-enough-quota': ({ needBytes, freeBytes }) =>
    `inahitaji ${bytes(needBytes)} na tovuti hii inaweza kutumia ${bytes(freeBytes)} zaidi pekee`,
  'cleared-by-browser': ({ file }) => `kivinjari kimefuta ${file}`,
  'deleted-meanwhile': ({ file }) => `${file} ilifutwa wakati huo`,

  'version-in-use': ({ version }) => `toleo la ${version} linajibu au linajaribiwa`,
  'version-removed': ({ version }) => `toleo la ${version} liliondolewa`,
  'no-earlier-version': () => 'hakuna toleo lingine lililowahi kujibu',
  'rollout-ended': () => 'jaribio limeisha',
  'not-current-version': () => 'toleo jingine linajibu sasa',
  'ladder-runs-elsewhere': () => 'kichupo kingine kinajaribu marekebisho yake',
  'deployment-removed': () => 'ulifutwa',
  'other-model-files': ({ version }) =>
    `faili za modeli si zile za toleo la ${version}: zimebadilika tangu liliposambazwa`,

  'not-an-invitation': () => 'faili si mwaliko wa mratibu',
  'invitation-signature': () => 'ulibadilishwa baada ya mratibu kuutia sahihi',
  'plan-field': ({ field }) => `sehemu ${field} ya mpango haipo au si halali`,
  'epsilon-zero': () => 'epsilon ni 0, na hakuna kelele yenye kikomo inayoweza kuifikia',
  'epsilon-exceeded': ({ epsilon, max }) => `raundi zake zingetumia epsilon ${epsilon}, na unaruhusu ${max}`,
  'plan-other-model': () => 'mpango ni wa faili nyingine ya modeli',
  'plan-other-features': ({ expected }) => `mpango ni wa sifa ${expected}`,
  'delta-too-large': ({ delta, examples }) =>
    `delta ${delta} lazima iwe chini ya moja ikigawanywa kwa mifano ${examples}`,
  'request-signature': () => 'sahihi ya ombi si halali',
  'request-unreadable': () => 'mratibu hawezi kusoma ombi',
  'plan-unknown': () => 'hana shirikisho lenye mpango huu',
  'update-other-model': () => 'sasisho ni la modeli nyingine',
  'update-other-head': () => 'sasisho linaanza na uzito tofauti na wa raundi hii',
  'budget-exhausted': () => 'bajeti ya faragha ya mshiriki huyu imekwisha',
  'ledger-damaged': () => 'rekodi ya bajeti ya faragha ambayo mshiriki huyu ametumia imeharibika',
  'privacy-understated': () => 'ombi linataja hatua chache kuliko alizotuma mshiriki huyu',
  'norm-too-large': () => 'sasisho ni refu kuliko mpango unavyoruhusu',
  'vector-invalid': () => 'sasisho lina ukubwa mwingine, au thamani zisizo namba',
  'not-enrolled': () => 'mshiriki huyu hajajiandikisha',
  'federation-full': () => 'idadi ya washiriki imejaa',
  'federation-done': () => 'raundi zote zimekamilika',
  'turn-over': () => 'raundi iliisha kabla sasisho halijafika',
  'message-order': () => 'ujumbe si wa awamu hii ya raundi',
  'answer-signature': () => 'jibu halikutiwa sahihi na mratibu wa mwaliko',
  'answer-other': () => 'jibu ni la ombi jingine',
  'answer-not-allowed': () => 'jibu si lile ambalo ombi linaweza kupata',
  'roster-signature': () => 'mshiriki katika orodha yake hakutia sahihi funguo zake',
  'roster-keys-invalid': () => 'mshiriki katika orodha yake ana ufunguo batili',
  'roster-without-self': () => 'orodha yake ya washiriki haina mshiriki huyu',
  'roster-repeats': () => 'orodha yake ina mshiriki au ufunguo mara mbili',
  'roster-too-small': () => 'orodha yake ina washiriki wachache mno',
  'roster-other-model': () => 'mshiriki katika orodha yake anafundisha modeli nyingine au uzito mwingine',
  'share-not-authentic': () => 'ujumbe kutoka kwa mshiriki mwingine ulibadilishwa',
  'sharers-invalid': () => 'washiriki anaotaka kuendelea nao hawawezi kuwa sahihi',
  'survivors-invalid': () => 'washiriki anaosema wamejibu hawawezi kuwa sahihi',
  'survivors-disagree': () => 'washiriki wengine waliambiwa jambo jingine',

  'page-hidden': ({ samples, cell }) =>
    `ukurasa ulikuwa umefichwa wakati wa sampuli zote ${format.whole(Number(samples))} za ${cell}`,

  'size-missing': () => 'halina ukubwa',
  'sizes-not-for-task': ({ sizes, suggested }) => `kazi inahitaji ${suggested}, si ${sizes}`,
  'text-not-tuned': () => 'usanidi bora wa modeli za lugha bado hautafutwi; chagua modeli yenye tensa',
  'no-profile': () => 'hairekodi kila nodi inachukua muda gani',
  'not-a-profile': () => 'si wasifu ulioandikwa na ONNX Runtime',
  'profile-without-nodes': () => 'hauna nodi: modeli haikuendeshwa wakati wa uchanganuzi',
  'no-node-coverage': () => 'injini yake hufungua modeli nzima, au faili haiorodheshi nodi',
  'no-such-dimension': ({ known }) =>
    known === ''
      ? 'ukubwa wake wote umewekwa, na ukubwa wa kundi ni 1'
      : `dimensheni zake huru ni ${known}; ukubwa wa kundi ni 1`,
  'size-invalid': ({ size }) => `${size} si namba kamili iliyo zaidi ya 0`,
  'input-too-large': ({ elements, max }) =>
    `lina elementi ${format.whole(Number(elements))}, zikizidi kikomo cha ${format.whole(Number(max))}`,
  'message-too-large': ({ sizeBytes, maxBytes }) =>
    `lina ${format.bytes(Number(sizeBytes))}, na programu mwenza inakubali ${format.bytes(Number(maxBytes))} kwa wakati mmoja`,
  'text-not-numbers': () => 'ni maandishi, na modeli hupokea namba',
  'no-chat-template': () => 'modeli haina kiolezo cha gumzo, kwa hivyo inaweza tu kuendeleza maandishi ya kawaida',
  'prompt-beyond-context': ({ why }) => `halitoshi kwenye muktadha (${why})`,
  'schema-keyword': ({ keyword }) => `sehemu hii ya skima si sahihi, au haitumiki na injini: ${keyword}`,
  'schema-too-large': ({ maxValues, maxCharacters, maxDepth }) =>
    `skima ni kubwa mno; vikomo ni thamani ${format.whole(Number(maxValues))}, herufi ${format.whole(Number(maxCharacters))} na viwango vya ndani ${format.whole(Number(maxDepth))}`,
  'schema-beyond-vocabulary': () => 'tokeni za modeli haziwezi kuandika jibu linalolingana nayo',
  'chat-template-rejects': ({ why }) => `kiolezo cha gumzo cha modeli kinakataa mazungumzo (${why})`,
  'language-unknown': ({ actual, known }) => `modeli haiijui lugha ${actual}; inajua ${known}`,
  'no-top-k': () => 'WebLLM haina top-k',
  'rejected-by-engine': ({ why }) => `injini haiwezi kukokotoa nalo (${why})`,
  answering: () => 'modeli bado inajibu prompti iliyotangulia',
  'no-matching-classes': () => 'hakuna kipengee chenye darasa ambalo modeli inalijua',
  'unfinished-run-differs': () => 'modeli, injini, vipengee au lebo zake si za uendeshaji ambao haujakamilika',
  'task-not-scored': () => 'matokeo ya kazi hii hayawezi kupewa alama kwa lebo',
  'action-not-offered': ({ page }) => `ukurasa ${page} hauna kitendo hicho`,
  'keys-missing': ({ classes }) => `haipo, na modeli yenye madarasa ${classes} inaihitaji`,
  'keys-wrong-count': ({ characters, classes }) =>
    `ina herufi ${characters}, na modeli yenye madarasa ${classes} inahitaji ${Number(classes) - 2} au ${Number(classes) - 1}`,

  'camera-permission-denied': () => 'ruhusa ilikataliwa',
  'no-camera': () => 'hakuna kamera inayofaa iliyounganishwa',
  'no-microphone': () => 'hakuna maikrofoni iliyounganishwa',
  'camera-in-use': () => 'programu nyingine inaitumia',
  'insecure-page': () => 'ukurasa hautolewi kupitia https au kutoka mashine hii',
  'camera-disconnected': () => 'ilitenganishwa',

  'setting-unknown': ({ setting: name, known }) => `mpangilio “${name}” haujulikani; iliyopo ni ${known}`,
  'setting-repeated': ({ setting: name }) => `kinaweka “${name}” mara mbili`,
  'setting-value': (facts) => setting(facts, String(facts['choices'])),
  'schema-not-object': ({ schema }) => `skima ya JSON si kitu cha JSON: ${schema}`,
  'setting-of-detector': ({ setting: name, task }) =>
    `${name} ni mpangilio wa modeli za kutambua vitu, na ${task} si mojawapo`,
  'setting-whole': (facts) => setting(facts, `namba kamili kuanzia ${facts['min']} hadi ${facts['max']}`),
  'setting-number': (facts) => setting(facts, `namba kuanzia ${facts['min']} hadi ${facts['max']}`),
  'not-a-name': ({ setting: name, value }) => `${name} ni “${value}”, ambalo si jina`,
  'not-name-and-size': ({ setting: name, value }) => `“${value}” katika ${name} si jina:ukubwa`,
  'too-many-sizes': ({ count, max }) => `kina ukubwa wa dimensheni ${count}, zikizidi ${max}`,
  'not-percent-encoded': ({ text }) => `“${text}” si maandishi yaliyosimbwa kwa asilimia (percent-encoding)`,
  'no-device-check': () => 'si kiungo cha ukaguzi wa kifaa; ukurasa wa Kifaa kwenye kifaa kingine hukishiriki',
  'not-two-results': () => 'ulinganisho unahitaji matokeo mawili, kama katika #/compare/A/B',
  'not-one-subject': ({ named, choices }) =>
    `kinataja ${named || 'hakuna'}; kinachohitajika ni kimoja tu kati ya ${choices}`,
  'engine-of-other-model': ({ engine, engines }) => `injini ni “${engine}”, na modeli ni ya ${engines}`,
  'engine-without-onnx': ({ engine }) =>
    `injini ni “${engine}”, ambayo haifungui ONNX, muundo wa mizigo ya kazi ya kawaida`,
  'no-engine-for-file': ({ file }) => `hakuna injini ya ukurasa huu inayofungua ${file}`,
  'no-such-model-file': ({ repository, file }) => `${repository} haina faili ya modeli ${file}`,
  'not-a-model-address': ({ text }) => `“${text}” si shirika/jina wala anwani ya http(s)`,
  'address-not-encrypted': ({ text }) => `${text} si anwani iliyosimbwa; tumia https`,

  'model-id-too-long': (facts) => modelId(facts, `kina zaidi ya herufi ${facts['maxCharacters']}`),
  'model-id-without-file': (facts) => modelId(facts, 'kinataja hazina bila faili yake, kama katika shirika/jina:faili'),
  'model-id-form': (facts) => modelId(facts, 'si jina, shirika/jina:faili wala anwani ya https'),
  'model-id-path': (facts) => modelId(facts, 'faili yake si njia iliyo ndani ya hazina'),
  'model-id-address': (facts) => modelId(facts, 'anwani ni https://, seva na njia, na si kingine'),
  'model-id-address-path': (facts) => modelId(facts, 'njia yake haijasawazishwa'),

  // These come last, so the compiler rejects any code above that one of these tables also has.
  ...withUntypedFacts(formatFaults),
  ...withUntypedFacts(reportLinkFaults),
  ...withUntypedFacts(gateFileFaults),
  ...withUntypedFacts(hallmarkFaults),
  ...withUntypedFacts(messageFaults),
  ...companionReasons,
  ...requestReasons,
  ...serverReasons,
};
