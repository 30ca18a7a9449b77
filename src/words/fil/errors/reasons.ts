import type { ErrorFacts } from '#core/errors/error.ts';
import type { Text } from '../../language.ts';
import { companionReasons, messageFaults } from '../device/companion.ts';
import { formatFaults } from '../models/format-faults.ts';
import { count, format } from '../format.ts';
import { gateFileFaults } from '../gates/gate-file-faults.ts';
import { hallmarkFaults } from '../hallmark/hallmark-faults.ts';
import { labelledDataset } from '../evaluate/labelled-dataset.ts';
import { reportLinkFaults } from '../report/report-link-faults.ts';
import { requestReasons, serverReasons } from './requests.ts';

const bytes = (value: ErrorFacts[string] | undefined) => format.bytes(Number(value));
/** Sizes that may differ by a single byte. */
const exactBytes = (value: ErrorFacts[string] | undefined) => count(Number(value), 'byte');

const setting = ({ setting: name, value }: ErrorFacts, allowed: string) =>
  `“${value}” ang ${name}; puwede itong ${allowed}`;
const modelId = ({ id }: ErrorFacts, why: string) => `hindi puwedeng id ng model ang ${JSON.stringify(id)}: ${why}`;

/** Lists the names of comma-separated ids. */
const idsIn = (ids: ErrorFacts[string] | undefined, names: Readonly<Record<string, string>>) =>
  format.list([...new Set(String(ids).split(', '))].map((id) => names[id] ?? id));

/** Drops the fact types of the fault tables, because the facts of an error are not typed. */
const withUntypedFacts = <R extends string>(sentences: Readonly<Record<R, (facts: never) => string>>) =>
  sentences as Readonly<Record<R, (facts: ErrorFacts) => string>>;

/** The text after the colon of a message in `errors.ts`. */
export const reasons: Text['reasons'] = {
  'no-device-requested': () => 'walang hininging device',
  'device-not-supported': ({ device }) => `hindi tumatakbo sa ${device} ang engine na ito`,
  'native-engine': () => 'sa companion ito tumatakbo, hindi sa page',
  'engine-too-old': ({ version, min }) => `bersyon ${version} ang naka-install, at kailangan ng kahit ${min}`,
  'engine-crashed': ({ signal }) => `nag-crash ang process nito (${signal})`,
  'engine-exited': ({ exitCode }) => `natapos ang process nito nang may exit code na ${exitCode}`,
  'engine-too-slow': ({ seconds }) => `hindi ito sumagot sa loob ng ${seconds} s, kaya tinapos ang process nito`,
  'engine-keeps-dying': ({ deaths }) =>
    `${deaths} beses nag-crash ang engine sa loob ng isang minuto habang bukas dito ang model na ito`,
  'no-such-hardware': ({ device }) => `walang nahanap na ${device} ang engine sa machine na ito`,
  'provider-needed': ({ device }) =>
    `sa pamamagitan lang ng execution provider nagagamit ng ONNX Runtime ang ${device}`,
  'provider-without-device': ({ provider, device }) => `walang nahanap dito na ${device} ang provider na ${provider}`,
  'provider-without-nodes': ({ provider }) => `0 node ng model ang tumatakbo sa provider na ${provider}`,
  'setting-needs-provider': ({ setting }) => `kailangan ng setting na ${setting} ang isang execution provider`,
  'provider-without-setting': ({ provider, setting }) => `hindi suportado ng provider na ${provider} ang ${setting}`,
  'provider-not-built-in': ({ provider, builtIn }) =>
    `wala sa build na ito ng ONNX Runtime ang provider na ${provider}, kundi ${builtIn} lang; magdagdag ng build na mayroon nito gamit ang npm run assay -- engines add ort --library <file>`,
  'setting-not-supported': ({ setting, device }) =>
    `wala itong setting na ${setting ?? 'gaya ng hinihingi'} sa ${device}; alisin ito`,
  'no-webgpu': () => 'walang WebGPU ang browser na ito',
  'no-gpu-adapter': () => 'walang nahanap na graphics adapter ang WebGPU sa device na ito',
  'gpu-adapter-not-usable': () => 'hindi magamit ng llama.cpp ang graphics adapter na ito',
  'wasm-heap-full': () => 'puno na ang heap ng WebAssembly',
  'worker-not-started': () => 'hindi nagsimula ang worker nito',
  'worker-script-not-loaded': () => 'hindi ma-load ang script nito',
  'worker-terminated': () => 'winakasan ito',
  'worker-ended': () => 'natapos ito nang walang sagot',
  'no-webgl': () => 'walang WebGL 2 ang browser na ito',
  'precision-not-available': () => 'hindi nagko-compute dito ang WebGL sa hinihinging precision',
  'backend-not-started': () => 'hindi nagsimula ang backend nito',
  'format-without-graph': () => 'walang nababasang graph mula sa mga file na ganito ang format',
  'keras-layers-model': () => 'isa itong Keras layers model, hindi graph model',
  'value-not-tensor': ({ value }) => `hindi tensor ang ${value}`,
  'value-type': ({ value, type }) => `${type} ang type ng ${value}`,
  'output-size-unknown': ({ output, shape }) =>
    `sa oras lang ng pagtakbo malalaman ang laki ng output nitong ${output} [${shape}], na hindi suportado ng LiteRT sa isang page`,
  'variable-tensors': () =>
    'itinatabi nito ang state sa mga variable tensor, gaya ng ginagawa ng mga LSTM at GRU layer',
  'operators-not-supported': ({ operators, more }) =>
    `gumagamit ito ng mga operator na hindi suportado ng engine na ito (${operators}${more === undefined ? '' : ` at ${more} pa`})`,
  'format-version': ({ version, max }) =>
    `${version} ang IR version nito, at hanggang ${max} ang nababasa ng engine na ito`,
  'opset-too-new': ({ domain, version, max }) =>
    `gumagamit ito ng opset ${version} ng ${domain}, at hanggang ${max} ang suportado ng engine na ito`,
  'opset-too-old': ({ version, min, operators }) =>
    `hindi suportado ang ${operators} sa opset ${version}; suportado ng engine na ito ang mga ito mula sa opset ${min}`,
  bfloat16: ({ operators }) => `nagko-compute ito sa bfloat16 (${operators}), na hindi suportado ng engine na ito`,
  'weights-manifest': () => 'may mga weight ito pero walang graph',
  'no-key-value-cache': () =>
    'hindi ito language model na may key-value cache: kailangan ng graph nito ang mga input na input_ids at past_key_values.*, at ang output na logits',
  'decoder-input-unknown': ({ input }) => `hindi alam ng Assay kung ano ang ibibigay sa input nitong ${input}`,
  'architecture-not-converted': ({ architecture }) =>
    `hindi mai-convert ng Assay ang arkitekturang ito (${architecture}) mula GGUF patungong ONNX`,
  'experts-not-converted': () => 'hindi mai-convert ng Assay ang model na may mga expert mula GGUF patungong ONNX',
  'tokenizer-not-converted': ({ tokenizer }) =>
    `hindi mai-convert ng Assay ang tokenizer na ito (${tokenizer}) mula GGUF`,
  'split-not-converted': () => 'hindi mai-convert ng Assay sa ONNX ang GGUF model na nasa ilang file',
  'conversion-differs': () =>
    'kapag na-convert sa int8, mas mahina itong manghula ng text kaysa sa orihinal; buksan na lang ito gamit ang wllama',
  'chat-template-invalid': ({ why }) => `hindi mabasa ang chat template nito (${why})`,
  'vocabulary-only': () => 'may bokabularyo ito pero walang mga weight',
  'projector-only': () => 'ito ang multimodal projector ng isang language model, hindi ang mismong model',
  'needs-half-precision': () => 'walang shader-f16 ang GPU na ito; gamitin ang q4f32 na variant ng model',
  'no-words': () => 'walang mga salitang iisang token ang bokabularyo nito, na pinagbubuuan ng mga prompt ng benchmark',
  'library-mismatch': ({ version, why }) => `hindi ginawa para sa WebLLM ${version} ang library nito (${why})`,

  'pdf-encrypted': () => 'protektado ito ng password',
  'pdf-without-text': ({ pages }) =>
    Number(pages) === 1
      ? 'walang text ang nag-iisang pahina nito, larawan lang'
      : `walang text ang alinman sa ${pages} pahina nito, puro larawan lang`,
  'pdf-damaged': ({ why }) => `hindi ito valid na PDF (${why})`,
  'docx-damaged': () => 'hindi ito valid na Word document',
  'word-old-or-encrypted': () => 'nasa lumang format ito ng Word (.doc), o protektado ng password',
  'document-too-large': ({ bytes: size, maxBytes }) => `${bytes(size)} ito; ${bytes(maxBytes)} ang limit`,
  'document-not-text': () => 'hindi ito document na nababasa ng Assay',

  'several-layouts': ({ found }) =>
    `mababasa ang mga label nito sa higit sa isang paraan: ${idsIn(found, labelledDataset.layouts)}`,
  'several-label-files': ({ found, more }) =>
    `ilang file ang puwedeng maging label nito: ${found}${more === undefined ? '' : ` at ${more} pa`}`,
  'several-splits': ({ found }) =>
    `may ilang split ito (${found}), at isa lang ang puwedeng i-evaluate sa bawat pagkakataon`,
  'no-label-file': ({ layout, wanted }) =>
    `${wanted === undefined ? 'wala itong file' : `hindi file ang ${wanted}`} na may mga label bilang ${idsIn(layout, labelledDataset.layouts)}`,
  'no-inputs': ({ kind }) => `wala itong mga ${kind} file`,
  'no-items': ({ labels, example }) =>
    `mayroon itong ${count(Number(labels), 'label')}, at walang magagamit sa mga iyon para sa alinmang file sa folder${example ? `, halimbawa ${example}` : ''}`,
  'no-class-matches': ({ classes, labels }) =>
    `walang class nito (gaya ng ${classes}) na tumutugma sa label ng model (gaya ng ${labels})`,
  'no-labels-or-baseline': () => 'walang label ang mga file nito, at walang baseline na susukatan ng pagtutugma',
  'other-label-kind': ({ actual, expected }) =>
    `${idsIn(actual, labelledDataset.labelKinds)} ang mga label nito, at ${idsIn(expected, labelledDataset.labelKinds)} ang kailangan ng task`,
  'dataset-file-changed': ({ file }) => `nabago ang ${file} habang tumatakbo ang evaluation`,
  'text-not-unicode': () => 'hindi UTF-8 ni UTF-16 ang text nito',
  'labels-too-large': ({ bytes: size, maxBytes }) => `${bytes(size)} ito; ${bytes(maxBytes)} ang limit`,
  'quote-not-closed': ({ line }) => `hindi naisara ang paniping nagbubukas sa linya ${line}`,
  'text-after-quote': ({ line }) => `may text ang linya ${line} pagkatapos ng pansarang panipi`,
  'line-not-json': ({ line }) => `hindi JSON ang linya ${line}`,
  'line-not-object': ({ line }) => `hindi JSON object ang linya ${line}`,
  'key-repeated': ({ line, key }) =>
    `dalawang beses na nasa ${line === 0 ? 'isang object' : `linya ${line}`} ang field na “${key}”`,
  'too-many-columns': ({ columns, max }) =>
    `may ${count(Number(columns), 'magkakaibang field')} ang mga object nito; ${format.whole(Number(max))} ang limit`,
  'columns-unclear': ({ columns }) => `hindi malinaw sa mga pangalan ng mga column nito kung ano ang laman: ${columns}`,
  'no-tagged-words': () => 'wala itong linyang may salita at tag nito',
  'column-unknown': ({ column, columns }) => `wala itong column na “${column}”, kundi ${columns} lang`,

  'audio-not-scored': ({ audio }) => `may mga audio file ito (${audio}), na hindi tinatanggap ng task na ito`,
  'engine-without-token-scores': ({ engine }) =>
    `hindi iniuulat ng ${engine} ang probability ng mga ibinigay na token, na kailangan ng perplexity`,
  'text-too-short': ({ tokens, needs }) =>
    `hindi hihigit sa ${tokens} token ang bawat isa sa mga text, at ${needs} ang kailangan ng perplexity`,
  'other-tokenizer': () =>
    'iba ang tokenizer nito sa tokenizer ng baseline, kaya hindi mapaghahambing ang perplexity ng dalawa',
  'other-outputs': ({ actual, expected }) => `${actual} ang mga output nito, at ${expected} ang sa baseline`,
  'result-not-finite': ({ value }) => `may laman itong ${value} sa halip na finite na numero`,

  'not-for-this-task': () => 'walang kilalang model ng task na ito na may ganitong mga input at output',
  'not-a-face-detector': () => 'hindi ito face detector ng mga pamilyang YuNet, UltraFace, o BlazeFace',
  'not-a-face-embedder': () =>
    'hindi nito ginagawang iisang vector ang larawan ng mukha na 112 × 112 pixel, gaya ng ginagawa ng MobileFaceNet',
  'not-a-detector': () => 'walang kilalang object detector na may ganitong mga input at output',
  'not-an-image-classifier': () => 'hindi ito classifier ng mga larawan ng ImageNet o CIFAR-10',
  'not-a-sentence-encoder': () => 'hindi nito ginagawang vector ng mga token o ng text ang mga token id',
  'not-a-text-classifier': () => 'hindi nito ginagawang isang listahan ng mga logit sa bawat text ang mga token id',
  'not-a-token-classifier': () => 'hindi nito ginagawang isang listahan ng mga logit sa bawat token ang mga token id',
  'label-count': ({ labels, outputs }) =>
    `${labels} ang label na pinangalanan ng config.json, pero ${outputs} ang output ng graph; piliin ang config.json ng model na ito`,
  'pooling-not-supported': ({ modes }) =>
    `${modes} ang pag-pool ng mga token ayon sa configuration nito; suportado ang mean, ang maximum, at ang una at huling token`,
  'tokenizer-not-supported': ({ why }) => `hindi suportado ang tokenizer nito: ${why}`,
  'token-missing': ({ token }) => `walang token na ${token} ang tokenizer nito`,
  'module-not-supported': ({ module }) =>
    `hindi bahagi ng graph ang layer nitong ${module}; i-export ang model kasama ang lahat ng layer nito, bilang output na “sentence_embedding”`,
  'text-blank': () => 'blangko ang text',
  'input-of-other-task': ({ expected }) => `${expected} ang tinatanggap ng task`,
  'not-one-vector': () =>
    'hindi iisang vector sa bawat larawan (embedding, o mga score ng mga class) ang unang output nito, gaya ng sa detector; classifier o image encoder ang gumagana',
  'not-an-image-model': () => 'hindi iisang larawan na alam ang laki, na may isa o tatlong channel, ang input nito',
  'not-a-digit-classifier': () => 'hindi ito classifier ng mga digit na 28 × 28',
  'output-type': ({ type }) => `hindi mabasa ang output na ${type} ang type`,
  'output-missing': ({ there }) => `wala itong output na ganito ang pangalan, kundi ${there} lang`,
  'image-type': ({ type }) => `hindi mai-convert sa ${type} ang mga larawan`,

  'file-missing': ({ file }) => `wala ang ${file}`,
  'file-empty': ({ file }) => `walang laman ang ${file}`,
  empty: () => 'wala itong laman (0 byte)',
  'node-unknown': ({ name }) => `hindi nito isinasama ang node na ${name}, na wala naman sa model`,
  'field-invalid': ({ field, allowed }) =>
    field === ''
      ? 'hindi ito pag-uusap'
      : `kulang o hindi valid ang field nitong ${field}${allowed === undefined ? '' : `; puwede itong ${allowed}`}`,
  'file-not-json': ({ file }) => `hindi JSON ang ${file}`,
  'file-incomplete': ({ file, missing }) => `hindi isinasaad ng ${file} ang ${missing}`,
  'no-model-library': () => 'wala sa mga file nito ang model library nito (.wasm)',
  'no-tflite-signature': () => 'wala itong signature na TFL3',
  'weights-incomplete': ({ actualBytes, expectedBytes }) =>
    `${exactBytes(actualBytes)} ang mga weight sa halip na ${exactBytes(expectedBytes)}`,
  'longer-than-declared': ({ expectedBytes }) => `mas mahaba ito sa ${exactBytes(expectedBytes)}`,
  'size-mismatch': ({ actualBytes, expectedBytes }) =>
    `${exactBytes(actualBytes)} ito sa halip na ${exactBytes(expectedBytes)}`,
  'hash-mismatch': ({ actual, expected }) => `${actual} ang SHA-256 nito sa halip na ${expected}`,
  'zip-damaged': ({ member }) =>
    member === undefined ? 'hindi ito kumpletong zip archive' : `sira ang laman nitong ${member}`,
  'zip-unsafe': ({ member }) => `link ang laman nitong ${member} o masusulat ito sa labas ng folder nito`,
  'stored-file-changed': () => 'iba na ang SHA-256 nito kaysa noong i-store ito',
  'not-a-mask': () =>
    'hindi ito PNG na may 8 bit bawat channel at walang interlacing, na ang mga pixel ay numero ng class o mga kulay ng Pascal VOC',
  'not-an-image': () => 'hindi ito larawang kayang i-decode ng browser na ito',
  'not-a-video': () => 'hindi ito video na mababasa',
  'no-video-track': () => 'wala itong laman na video',
  'video-codec': ({ codec }) => `hindi kayang i-decode ng browser na ito ang video codec nito, ${codec}`,
  'no-video-encoder': ({ width, height }) =>
    `hindi kaya ng browser na ito na mag-encode ng video na ${width} × ${height} pixel`,
  'not-audio': () => 'hindi ito audio na kayang i-decode dito',
  'audio-empty': () => 'wala itong laman na tunog',
  'wav-codec': ({ codec, bits }) => `${bits} bit ang mga sample nito sa WAV format na ${codec}, na hindi suportado`,

  'http-status': ({ status }) => `${status} ang tugon ng server`,
  'no-answer': () => 'walang tugon; offline ang device na ito, o naka-block o mali ang address',
  'no-answer-in-time': ({ seconds }) => `walang tugon sa loob ng ${seconds} s`,
  'answer-interrupted': () => 'naputol ang tugon',
  'answer-not-json': () => 'hindi JSON ang tugon',
  'answer-size': ({ actualBytes, expectedBytes, status }) =>
    `humingi ng ${exactBytes(expectedBytes)}, ${exactBytes(actualBytes)} ang dumating (status ${status})`,
  'connection-interrupted': () => 'paulit-ulit na napuputol ang koneksyon',
  'file-keeps-changing': () =>
    'paulit-ulit itong nagbabago, o hindi kayang ituloy ng server nito ang naputol na download',
  'file-changed-while-read': () =>
    'nagbago ito habang binabasa, o ibang bahagi ang ipinadala ng server nito kaysa sa hiningi; subukang muli',
  'content-length-missing': () => 'hindi iniuulat ng server ang laki ng file',
  'content-range-invalid': () => 'hindi valid ang Content-Range ng server',
  'range-mismatch': ({ actual, expected }) =>
    `nagpadala ang server ng mga byte mula sa ${actual} sa halip na sa ${expected}`,
  'no-range-requests': ({ sizeBytes }) =>
    `hindi suportado ng server ang mga Range request at ${sizeBytes === undefined ? 'higit sa kayang basahin nang minsanan' : bytes(sizeBytes)} ang file; i-download muna ito`,
  'not-a-listing': () => 'hindi listahan ng repository ang tugon',
  'listing-on-other-host': ({ host }) => `nasa ${host} ang susunod na page nito`,
  'listing-repeats': ({ host }) => `umuulit ang listahan ng file ng ${host}`,
  'listing-too-long': ({ host, maxPages }) =>
    `mahigit ${count(Number(maxPages), 'page')} ang listahan ng file ng ${host}`,
  'listing-too-large': ({ host, maxBytes }) => `mahigit ${bytes(maxBytes)} ang listahan ng file ng ${host}`,
  'listing-too-slow': ({ host, seconds }) => `hindi naipadala ng ${host} ang listahan ng file sa loob ng ${seconds} s`,

  'storage-newer': () => 'mas bagong bersyon ng Assay ang nagsulat ng naka-store na data',
  'storage-blocked': () => 'bina-block nito ang site data para sa page na ito',
  'disk-full': () => 'puno na ang disk',
  'upload-quota': ({ needBytes, quotaBytes, usedBytes }) =>
    `kailangan ng model ng ${bytes(needBytes)}, at gumagamit na ng ${bytes(usedBytes)} ang mga model na ipinadala ng mga page sa quota ng mga ito na ${bytes(quotaBytes)}; awtomatikong inaalis ang mga model na isang oras nang hindi ginagamit`,
  'quota-exceeded': () => 'puno na ang disk o ang quota ng site na ito',
  'not-enough-quota': ({ needBytes, freeBytes }) =>
    `kailangan nito ng ${bytes(needBytes)} at ${bytes(freeBytes)} na lang ang magagamit ng site na ito`,
  'cleared-by-browser': ({ file }) => `na-clear ng browser ang ${file}`,
  'deleted-meanwhile': ({ file }) => `samantala ay nabura na ang ${file}`,

  'version-in-use': ({ version }) => `sumasagot o sinusubukan ang bersyon ${version}`,
  'version-removed': ({ version }) => `inalis na ang bersyon ${version}`,
  'no-earlier-version': () => 'wala pang ibang bersyong sumagot dati',
  'rollout-ended': () => 'tapos na ang rollout',
  'not-current-version': () => 'ibang bersiyon na ang sumasagot ngayon',
  'ladder-runs-elsewhere': () => 'may ibang tab na sumusubok ng mga lunas para dito',
  'deployment-removed': () => 'nabura na ito',
  'other-model-files': ({ version }) =>
    `hindi sa bersyon ${version} ang mga file ng model: nagbago ang mga ito mula nang i-deploy`,

  'not-an-invitation': () => 'hindi imbitasyon ng isang coordinator ang file',
  'invitation-signature': () => 'nabago ito matapos lagdaan ng coordinator',
  'plan-field': ({ field }) => `kulang o hindi wasto ang field na ${field} ng plano`,
  'epsilon-zero': () => '0 ang epsilon, at walang may hangganang noise na makapagbibigay niyon',
  'epsilon-exceeded': ({ epsilon, max }) =>
    `gagamit ng epsilon ${epsilon} ang mga round nito, at ${max} lang ang pinapayagan`,
  'plan-other-model': () => 'para sa ibang file ng model ang plano',
  'plan-other-features': ({ expected }) => `para sa ${expected} feature ang plano`,
  'delta-too-large': ({ delta, examples }) =>
    `dapat mas mababa ang delta ${delta} sa isa na hinati sa ${examples} halimbawa`,
  'request-signature': () => 'hindi wasto ang lagda ng kahilingan',
  'request-unreadable': () => 'hindi mabasa ng coordinator ang kahilingan',
  'plan-unknown': () => 'wala itong federation na may ganitong plano',
  'update-other-model': () => 'sa ibang model ang update',
  'update-other-head': () => 'nagsimula ang update sa ibang weight kaysa sa round na ito',
  'budget-exhausted': () => 'ubos na ang privacy budget ng kalahok na ito',
  'ledger-damaged': () => 'sira ang talaan ng badyet sa privacy na nagastos na ng kalahok na ito',
  'privacy-understated': () => 'mas kaunting hakbang ang nakasaad kaysa sa naipadala na ng kalahok na ito',
  'norm-too-large': () => 'mas mahaba ang update kaysa sa pinapayagan ng plano',
  'vector-invalid': () => 'iba ang laki ng update, o may mga value na hindi numero',
  'not-enrolled': () => 'hindi pa nagpatala ang kalahok na ito',
  'federation-full': () => 'puno na ang bilang ng mga kalahok nito',
  'federation-done': () => 'tapos na ang lahat ng round',
  'turn-over': () => 'tapos na ang round bago dumating ang update',
  'message-order': () => 'hindi kabilang ang mensahe sa yugtong ito ng round',
  'answer-signature': () => 'may sagot na hindi nilagdaan ng coordinator ng imbitasyon',
  'answer-other': () => 'may sagot na para sa ibang kahilingan',
  'answer-not-allowed': () => 'may sagot na hindi maaaring sagot sa kahilingan',
  'roster-signature': () => 'may kalahok sa listahan nito na hindi lumagda sa mga key niya',
  'roster-keys-invalid': () => 'may kalahok sa listahan nito na may di-wastong key',
  'roster-without-self': () => 'wala ang kalahok na ito sa listahan nito',
  'roster-repeats': () => 'may kalahok o key na dalawang beses sa listahan nito',
  'roster-too-small': () => 'masyadong kaunti ang kalahok sa listahan nito',
  'roster-other-model': () => 'may kalahok sa listahan nito na nagsasanay ng ibang model o ibang weight',
  'share-not-authentic': () => 'nabago ang mensahe mula sa ibang kalahok',
  'sharers-invalid': () => 'hindi maaaring tama ang mga kalahok na gusto nitong ipagpatuloy',
  'survivors-invalid': () => 'hindi maaaring tama ang mga kalahok na sinasabi nitong sumagot',
  'survivors-disagree': () => 'iba ang sinabi sa ibang mga kalahok',

  'page-hidden': ({ samples, cell }) => `nakatago ang page sa lahat ng ${count(Number(samples), 'sample')} ng ${cell}`,

  'size-missing': () => 'wala itong laki',
  'sizes-not-for-task': ({ sizes, suggested }) => `${suggested} ang kailangan ng task, hindi ${sizes}`,
  'text-not-tuned': () => 'hindi pa nati-tune ang mga language model; pumili ng model na may mga tensor',
  'no-profile': () => 'hindi nito itinatala kung gaano katagal ang bawat node',
  'not-a-profile': () => 'hindi ito profile na isinulat ng ONNX Runtime',
  'profile-without-nodes': () => 'wala itong mga node: hindi pinatakbo ang model habang nagpo-profile',
  'no-node-coverage': () => 'buong model ang binubuksan ng engine nito, o walang nakalistang node ang file',
  'no-such-dimension': ({ known }) =>
    known === ''
      ? 'takda ang lahat ng laki nito, at 1 ang laki ng batch'
      : `${known} ang mga malayang dimension nito; 1 ang laki ng batch`,
  'size-invalid': ({ size }) => `hindi buong bilang na higit sa 0 ang ${size}`,
  'input-too-large': ({ elements, max }) =>
    `may ${count(Number(elements), 'element')} ito, lampas sa limit na ${format.whole(Number(max))}`,
  'message-too-large': ({ sizeBytes, maxBytes }) =>
    `${format.bytes(Number(sizeBytes))} ito, at ${format.bytes(Number(maxBytes))} lang ang tinatanggap ng companion nang minsanan`,
  'text-not-numbers': () => 'text ito, at mga numero ang tinatanggap ng model',
  'no-chat-template': () => 'walang chat template ang model, kaya plain text lang ang kaya nitong ituloy',
  'prompt-beyond-context': ({ why }) => `hindi ito kasya sa context (${why})`,
  'schema-keyword': ({ keyword }) =>
    `hindi valid ang bahaging ito ng schema, o hindi ito sinusuportahan ng engine: ${keyword}`,
  'schema-too-large': ({ maxValues, maxCharacters, maxDepth }) =>
    `masyadong malaki ang schema; ang limit ay ${format.whole(Number(maxValues))} value, ${format.whole(Number(maxCharacters))} character, at ${format.whole(Number(maxDepth))} antas ng pagkaka-nest`,
  'schema-beyond-vocabulary': () => 'hindi kayang isulat ng mga token ng model ang sagot na tugma rito',
  'chat-template-rejects': ({ why }) => `tinatanggihan ng chat template ng model ang pag-uusap (${why})`,
  'language-unknown': ({ actual, known }) => `hindi alam ng model ang wikang ${actual}; ${known} ang alam nito`,
  'no-top-k': () => 'hindi suportado ng WebLLM ang top-k',
  'rejected-by-engine': ({ why }) => `hindi ito magamit ng engine sa pag-compute (${why})`,
  answering: () => 'sinasagot pa ng model ang naunang prompt',
  'no-matching-classes': () => 'walang item na may class na alam ng model',
  'unfinished-run-differs': () =>
    'hindi sa hindi natapos na run ang model, ang engine, ang mga item, o ang mga label ng mga ito',
  'task-not-scored': () => 'hindi mabibigyan ng score laban sa mga label ang mga resulta ng task na ito',
  'action-not-offered': ({ page }) => `wala nito sa page na ${page}`,
  'keys-missing': ({ classes }) => `wala ito, at kailangan ito ng model na may ${classes} class`,
  'keys-wrong-count': ({ characters, classes }) =>
    `may ${characters} karakter ito, at ${Number(classes) - 2} o ${Number(classes) - 1} ang kailangan ng model na may ${classes} class`,

  'camera-permission-denied': () => 'hindi ibinigay ang pahintulot',
  'no-camera': () => 'walang nakakonektang angkop na camera',
  'no-microphone': () => 'walang nakakonektang mikropono',
  'camera-in-use': () => 'ginagamit ito ng ibang program',
  'insecure-page': () => 'hindi galing sa https o sa machine na ito ang page',
  'camera-disconnected': () => 'nadiskonekta ito',

  'setting-unknown': ({ setting: name, known }) => `hindi kilalang setting na “${name}”; ${known} ang mga valid`,
  'setting-repeated': ({ setting: name }) => `dalawang beses nitong itinatakda ang “${name}”`,
  'setting-value': (facts) => setting(facts, String(facts['choices'])),
  'schema-not-object': ({ schema }) => `hindi JSON object ang JSON schema: ${schema}`,
  'setting-of-detector': ({ setting: name, task }) =>
    `setting ng mga detector ang ${name}, at hindi detector ang ${task}`,
  'setting-whole': (facts) => setting(facts, `buong bilang mula ${facts['min']} hanggang ${facts['max']}`),
  'setting-number': (facts) => setting(facts, `numero mula ${facts['min']} hanggang ${facts['max']}`),
  'not-a-name': ({ setting: name, value }) => `“${value}” ang ${name}, na hindi pangalan`,
  'not-name-and-size': ({ setting: name, value }) => `hindi pangalan:laki ang “${value}” sa ${name}`,
  'too-many-sizes': ({ count: sizes, max }) => `may mga laki ito para sa ${sizes} dimension, lampas sa ${max}`,
  'not-percent-encoded': ({ text }) => `hindi percent-encoded na text ang “${text}”`,
  'no-device-check': () =>
    'hindi ito link ng pagsusuri ng device; ibinabahagi iyon ng page na Device ng kabilang device',
  'not-two-results': () => 'dalawang resulta ang kailangan ng paghahambing, gaya ng sa #/compare/A/B',
  'not-one-subject': ({ named, choices }) =>
    `${named || 'wala'} ang pinapangalanan nito; eksaktong isa sa ${choices} ang kailangan`,
  'engine-of-other-model': ({ engine, engines }) => `“${engine}” ang engine, at para sa ${engines} ang model`,
  'engine-without-onnx': ({ engine }) =>
    `“${engine}” ang engine, na hindi nagbubukas ng ONNX, ang format ng mga standard na workload`,
  'no-engine-for-file': ({ file }) => `walang engine ng page na ito ang nagbubukas ng ${file}`,
  'no-such-model-file': ({ repository, file }) => `walang model file na ${file} ang ${repository}`,
  'not-a-model-address': ({ text }) => `hindi organisasyon/pangalan ni http(s) na address ang “${text}”`,
  'address-not-encrypted': ({ text }) => `hindi naka-encrypt na address ang ${text}; gumamit ng https`,

  'model-id-too-long': (facts) => modelId(facts, `mahigit ${facts['maxCharacters']} karakter ito`),
  'model-id-without-file': (facts) =>
    modelId(facts, 'pinapangalanan nito ang repository nang wala ang file nito, gaya ng sa org/name:file'),
  'model-id-form': (facts) => modelId(facts, 'hindi ito pangalan, org/name:file, o https na address'),
  'model-id-path': (facts) => modelId(facts, 'hindi path sa loob ng repository ang file nito'),
  'model-id-address': (facts) => modelId(facts, 'ang address ay https://, isang host, at isang path, at wala nang iba'),
  'model-id-address-path': (facts) => modelId(facts, 'hindi normalized ang path nito'),

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
