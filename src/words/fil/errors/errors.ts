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

const links: Readonly<Record<string, string>> = { first: 'ang unang link', second: 'ang ikalawang link' };

export const errors: Text['errors'] = {
  'engine-unavailable': (facts) => ({
    what: `Hindi magamit dito ng ${fact(facts, 'engine', 'engine')} ang ${fact(facts, 'device', 'device na ito')}${because(facts)}`,
    fix: 'Pumili ng ibang device para sa run. Ipinapakita ng page na Device kung ano ang mayroon sa browser na ito.',
  }),
  'engine-not-cached': ({ engine }) => {
    const name = engineNames[String(engine)] ?? 'engine';
    return {
      what: `Hindi naka-save ang ${name} para magamit offline, at walang koneksyon para i-load ito.`,
      fix: `Kumonekta nang isang beses at i-save ito sa “${shell.offline.details}” sa ibaba ng alinmang page, o magbukas ng model gamit ito habang online.`,
    };
  },
  'engine-not-ready': (facts) => {
    const id = String(facts['engine']) as PackageId;
    const state = facts as unknown as PackageState; // the facts are the fields of the state
    const action = enginePackages.action(id, state);
    return {
      what: `Hindi magamit ang ${enginePackages.names[id]}: ${enginePackages.message(state)}.`,
      fix: action?.startsWith('npm ') ? `Idagdag ito gamit ang: ${action}` : (action ?? ''),
    };
  },
  'engine-rejected': (facts) => ({
    what: `Hindi ginamit ang ${fact(facts, 'file', 'package')}${because(facts)}`,
    fix: 'Walang na-install. Tingnan ang package registry na naka-configure para sa pip o npm, o ang path ng library, saka subukang muli.',
  }),
  'engine-died': (facts) => ({
    what: `Biglang huminto ang ${engineNames[String(facts['engine'])] ?? 'native engine'}${because(facts)}`,
    fix: 'Patakbuhin muli: na-restart na ang engine, at hindi apektado ang ibang model. Kung mangyari ulit, pumili ng ibang engine.',
  }),
  'engine-in-use': ({ engine: id }) => ({
    what: `May ibang command na nagdaragdag o nag-aalis ng ${enginePackages.names[String(id) as PackageId]}.`,
    fix: 'Hintayin itong matapos, saka subukang muli.',
  }),
  'model-unsupported': (facts) =>
    facts['misfit'] === 'task'
      ? otherTask(facts, `${fact(facts, 'model', '')}: ${causeText(facts)}`)
      : cannotRun(facts),
  'graph-unavailable': (facts) => ({
    what: `Hindi maipakita ang graph ng ${fact(facts, 'model', 'model na ito')}${because(facts)}`,
    fix: 'Magbukas ng ONNX, TFLite, o GGUF file, o ng TensorFlow.js graph model.',
  }),
  'model-parts': (facts) => {
    const [files, roles] = [fact(facts, 'files', 'isang file'), fact(facts, 'roles', 'wala')];
    const what: Readonly<Record<string, string>> = {
      'no-role': `Hindi kabilang ang ${files} sa mga model na kailangan ng task na ito: ${roles}.`,
      'several-roles': `Bagay ang ${files} sa ilang papel sa task na ito: ${roles}.`,
      'same-role': `Ilang file ang bagay sa papel na ${roles}: ${files}.`,
      'empty-role': `Kailangan din ng task na ito ang: ${roles}.`,
    };
    const problem = what[String(facts['problem'])];
    if (facts['suits'] !== undefined) return otherTask(facts, problem ?? '');
    return {
      what: problem ?? `Hindi bumubuo ng iisang model ang mga file na ito: ${files}.`,
      fix: 'Piliin nang sabay-sabay ang lahat ng file ng iisang model, at wala nang iba.',
    };
  },
  'model-corrupt': (facts) => {
    if (facts.reason === 'file-missing') {
      return {
        what: `May kulang na file ang model: ${fact(facts, 'file', '')}.`,
        fix: 'Piliin nang sabay-sabay ang lahat ng file ng model, o ang folder na may laman ng mga ito.',
      };
    }
    if (facts.reason === 'tensor-missing') {
      return {
        what: `Hindi tugma ang mga weight sa config.json${because(facts)}`,
        fix: 'Piliin ang mga weight at ang config.json ng iisang model.',
      };
    }
    if (facts.reason === 'graph-cycle') {
      return {
        what: `May cycle ang graph ng model${because(facts)}`,
        fix: 'I-export muli ang model; walang engine na kayang magpatakbo rito sa ganitong ayos.',
      };
    }
    return {
      what: isTruncated(facts)
        ? `Hindi kumpleto ang ${fact(facts, 'format', 'model')} file${because(facts)}`
        : `Sira ang ${fact(facts, 'format', 'model')} file${facts['offset'] === undefined ? '' : ` sa byte ${facts['offset']}`}${because(facts)}`,
      fix: 'I-download muli ang file mula sa pinagmulan nito, at ihambing ang laki nito sa ipinapakita roon.',
    };
  },
  'model-unknown': (facts) => {
    const other = Object.entries(nonModelFiles).find(([id]) => id === facts['detectedAs'])?.[1];
    const model = fact(facts, 'model', '');
    if (model === '') return { what: 'Walang bukas na model.', fix: 'Pumili muna ng model.' };
    return other
      ? { what: `Ang ${model} ${other.what}`, fix: other.fix }
      : {
          what: `Walang model na ${model} ang pangalan.`,
          fix: 'Tingnan ang pangalan, o buksan ang model mula sa file.',
        };
  },
  'model-not-stored': (facts) => ({
    what: `Hindi naka-store sa browser na ito ang ${fact(facts, 'model', 'model')}.`,
    fix: 'Sa page na Mga model, i-download ito o piliin muli ang file nito. Pagkatapos, buksan muli ang link na ito.',
    link: {
      label: 'Buksan sa page na Mga model',
      href: `#/models?${new URLSearchParams({ model: fact(facts, 'model', '') })}`,
    },
  }),
  'other-model': (facts) => ({
    what: `Ibang model ang ${fact(facts, 'model', 'file na ito')}: ang SHA-256 nito ay ${fact(facts, 'sha256', 'iba')}, pero ang sa nasukat na ${fact(facts, 'otherModel', 'model')} ay ${fact(facts, 'otherSha256', 'hindi alam')}.`,
    fix: 'Piliin ang file na may ganoong SHA-256, o sukatin ang file na ito nang hindi inihahambing.',
  }),
  'other-copy': (facts) => ({
    what: `Hindi ang ${fact(facts, 'file', 'file na ito')} ang file na na-store bilang ${fact(facts, 'model', 'model na ito')}: iba ang SHA-256 nito.`,
    fix: 'Piliin ang orihinal na file, o buksan ito bilang bagong model.',
  }),
  'model-in-use': (facts) => ({
    what: `May tab na nakabukas o nagda-download ng ${fact(facts, 'model', 'model')}, kaya hindi ito nabura.`,
    fix: 'Isara ang mga page na gumagamit nito, o i-pause doon ang pag-download, saka ito burahin.',
  }),
  'input-invalid': (facts) => {
    if (typeof facts['free'] === 'string') {
      return {
        what: `Maglagay ng laki para sa ${freeDimensions(facts['free'])}.`,
        fix: 'Hindi itinatakda ng model ang laking ito: maglagay ng buong bilang na higit sa 0 na bagay dito.',
      };
    }
    if (facts.reason === 'sizes-not-for-task') {
      return {
        what: `Hindi bagay ang model sa task na ito kapag ${fact(facts, 'sizes', 'ganito ang mga laki')}; bagay ito kapag ${fact(facts, 'suggested', 'iba ang mga laki')}.`,
        fix: inputFixes[facts.reason]!,
      };
    }
    if (facts.reason === 'no-such-dimension') {
      return {
        what: `Walang malayang dimension na ${fact(facts, 'name', '')} ang model${because(facts)}`,
        fix: inputFixes[facts.reason]!,
      };
    }
    return {
      what: `Hindi valid ang input na ${fact(facts, 'name', '')}${facts.reason ? because(facts) : `: ito ay ${actualInput(facts)}.`}`,
      fix: inputFixes[String(facts.reason)] ?? `Inaasahan: ${fact(facts, 'expected', 'ibang value')}.`,
    };
  },
  'input-blank': () => ({
    what: 'Walang mababasa: blangko ang larawan.',
    fix: 'Gumuhit ng isang digit, mas madilim o mas maliwanag kaysa sa background nito.',
  }),
  'file-unreadable': (facts) => ({
    what: `Hindi mabasa ang ${fact(facts, 'file', 'file')}${because(facts)}`,
    fix:
      documentFixes[String(facts.reason)] ??
      'Buksan ito sa ibang program para tingnan, o pumili ng ibang file. Puwedeng PNG, JPEG, WebP, AVIF, o GIF ang mga larawan; MP4, MOV, WebM, o MKV ang mga video; WAV ang audio sa mga dataset at sa mga command na may --target.',
  }),
  'file-permission-denied': ({ file }) => ({
    what: `Hindi pinayagan ng browser na basahin ang ${file}.`,
    fix: 'Buksan itong muli at payagan kapag tinanong. Kung hindi na nagtatanong ang browser, piliin muli ang file.',
  }),
  'file-gone': ({ file }) => ({
    what: `Hindi nahanap ang ${file}: inilipat ito, pinalitan ng pangalan, o binura, o hindi nakakonekta ang drive nito.`,
    fix: 'Ibalik ito at buksang muli, o piliin ang file sa bago nitong lokasyon.',
  }),
  'file-changed': ({ file }) => ({
    what: `Nagbago ang ${file} mula noong huli mo itong binuksan.`,
    fix: 'Kung inaasahan mo iyon, buksan pa rin ito.',
  }),
  'labels-invalid': (facts) => ({
    what: `Hindi mabasa ang mga label sa ${fact(facts, 'file', 'file')}${because(facts)}`,
    fix: labelFixes[String(facts.reason)] ?? 'Itama ang file, o pumili ng iba.',
  }),
  'not-scored': (facts) => ({
    what: `Hindi mabigyan ng score ang resulta${because(facts)}`,
    fix: 'Ibibilang na pumalya ang item. Kung marami ang ganito, suriin ang model gamit ang ibang engine o device.',
  }),
  'dataset-unclear': (facts) => ({
    what: `Hindi ma-evaluate ang folder na ito sa ayos nito ngayon${because(facts)}`,
    fix: labelFixes[String(facts.reason)] ?? 'Pumili ng ibang folder.',
  }),
  'fetch-failed': (facts) => {
    const { subject, host, url } = describeDownload(facts, 'isang file');
    return {
      what: `Hindi ma-download ang ${subject}${host && ` mula sa ${host}`}${because(facts)}`,
      fix: 'Tingnan ang koneksyon at subukang muli. Nananatiling available offline ang mga file na na-download na.',
      ...(url && { details: url }),
    };
  },
  'access-denied': (facts) => {
    const { subject, host, url } = describeDownload(facts, 'download na ito');
    return {
      what: `Kailangang mag-sign in o tanggapin ang mga tuntunin para sa ${subject}${host && ` sa ${host}`} (HTTP ${fact(facts, 'status', '401')}).`,
      fix: 'Buksan ang page ng model, tanggapin ang mga tuntunin nito, at i-download doon ang file, saka ito buksan dito mula sa disk. Walang account o token na ipinapadala ang Assay.',
      ...(url && { details: url }),
    };
  },
  'out-of-memory': (facts) => ({
    what: `Kulang ang memory${because(facts)}`,
    fix: 'Isara ang ibang tab at subukang muli, o gumamit ng mas maliit na model.',
  }),
  'worker-died': (facts) => ({
    what: `Biglang huminto ang worker na nagpapatakbo ng ${fact(facts, 'engine', 'model')}${because(facts)}`,
    fix: 'Kadalasan ay naubusan ito ng memory. Patakbuhin muli: awtomatikong magsisimula ang bagong worker. Kung mangyari ulit, gumamit ng mas maliit na model.',
  }),
  'device-lost': (facts) => ({
    what: `Nawala ang GPU device${because(facts)}`,
    fix: 'Patakbuhin muli. Kung mangyari ulit, i-update ang graphics driver o sa WebAssembly na lang patakbuhin.',
  }),
  'companion-unreachable': (facts) => ({
    what: `Hindi maabot ang companion sa ${fact(facts, 'address', 'computer na ito')}${because(facts)}`,
    fix: 'Simulan ito gamit ang “npm start”, saka subukang muli. O kaya ay pumili ng engine ng browser.',
  }),
  'companion-rejected': (facts) => ({
    what: `Tinanggihan ito ng companion${because(facts)}`,
    fix:
      companionFixes[String(facts.reason)] ?? 'I-reload ang page na ito. Kung mangyari ulit, i-restart ang companion.',
  }),
  'message-invalid': (facts) => ({
    what: `Hindi nagkakaintindihan ang page at ang companion${because(facts)}`,
    fix: 'I-update ang mas luma sa dalawa, at i-reload ang page na ito.',
  }),
  'server-failed': (facts) => ({
    what: `Pumalya ang server na ${fact(facts, 'server', '')} (${fact(facts, 'url', fact(facts, 'model', ''))})${because(facts)}`,
    fix:
      serverFixes[String(facts.reason)] ??
      'Tiyaking tumatakbo ito at tama ang address nito: npm run assay -- server ls.',
  }),
  'server-address': (facts) => ({
    what: `Hindi magamit ang ${fact(facts, 'url', 'address')}${because(facts)}`,
    fix: serverFixes[String(facts.reason)] ?? 'Itama ang address.',
  }),
  'request-invalid': (facts) => ({
    what: `Hindi valid ang request${because(facts)}`,
    fix: requestFixes[facts.reason as RequestReason],
  }),
  'session-closed': (facts) => ({
    what: `Hindi na bukas sa companion ang model${because(facts)}`,
    fix: 'Buksan muli ang model.',
  }),
  'deadline-exceeded': (facts) => ({
    what: `Hindi natapos ang companion sa loob ng ${fact(facts, 'deadlineMs', 'pinapayagang')} ms.`,
    fix: 'Subukang muli, o pumili ng mas maliit na input o model.',
  }),
  aborted: () => ({ what: 'Inihinto.', fix: 'Walang na-save. Puwedeng magsimulang muli anumang oras.' }),
  'run-interrupted': (facts) => ({
    what: `Naantala ang run${because(facts)}`,
    fix: 'Simulan itong muli at panatilihing nakikita ang tab na ito hanggang matapos: pinababagal ng mga browser ang mga nakatagong page.',
  }),
  'link-invalid': (facts) =>
    isFaultOfParameters(facts) && facts['which'] === undefined
      ? {
          what: 'Sira ang link na ito, o galing sa ibang bersyon ng Assay.',
          fix: 'Kopyahin itong muli at i-paste nang buo: pinuputol minsan ng mga messenger ang mahahabang link. O buksan ang page mula sa menu, nang wala ang link.',
          details: causeText(facts),
        }
      : {
          what: `Hindi mabasa ${links[String(facts['which'])] ?? 'ang link na ito'}${because(facts)}`,
          fix: 'Itama ang link, o kopyahin itong muli at i-paste nang buo: pinuputol minsan ng mga messenger ang mahahabang link.',
        },
  'gates-invalid': (facts) => ({
    what: `Hindi magamit ang gate file${because(facts)}`,
    fix: 'Itama ang file. Walang nasukat.',
  }),
  'hallmark-invalid': (facts) => ({
    what: `${isFaultOfRun(facts) ? 'Hindi malagdaan ang run na ito' : 'Tinanggihan ang hallmark na ito'}${because(facts)}`,
    fix:
      hallmarkFixes[String(facts.reason)] ??
      'Kunin muli ang link o file mula sa gumawa nito. Huwag magtiwala sa hallmark na ito.',
  }),
  'result-invalid': (facts) => ({
    what: `Hindi na-import ang resulta ${fact(facts, 'entry', '')} ng file${because(facts)}`,
    fix: 'I-export muli ang mga resulta sa browser na mayroon ng mga ito. Na-import ang iba pang resulta ng file.',
  }),
  'results-newer': (facts) => ({
    what: `Hindi na-import ang file: ${fact(facts, 'version', '')} ang bersyon ng format nito, at hanggang ${fact(facts, 'maxVersion', '')} ang nababasa ng bersyong ito ng Assay.`,
    fix: 'I-update ang Assay: i-reload ang page na ito habang online, at i-import muli ang file.',
  }),
  'recipe-invalid': (facts) => ({
    what: `Hindi magamit ang recipe${because(facts)}`,
    fix: 'Itama ito. Walang nabago.',
  }),
  'deployment-changed': (facts) => ({
    what: `Hindi nabago ang deployment${because(facts)}`,
    fix: 'Baka binago ito ng ibang tab. Ipinapakita ng page ang kasalukuyan nitong katayuan; walang nawala.',
  }),
  'federation-invalid': (facts) => ({
    what: `Hindi magagamit ang federation${because(facts)}`,
    fix: 'Humingi ng bagong imbitasyon sa coordinator, at buksan ang model na nakasaad doon.',
  }),
  'federation-refused': (facts) => ({
    what: `Hindi tinanggap ang update${because(facts)}`,
    fix: 'Walang bahagi nito ang ginamit. Tanungin ang taong namamahala sa federation.',
  }),
  'coordinator-untrusted': (facts) => ({
    what: `Hindi pinagkakatiwalaan ang coordinator${because(facts)}`,
    fix: 'Wala nang ipinadala pa. Huwag lumahok hangga’t hindi ito naipapaliwanag ng taong namamahala.',
  }),
  'deployments-newer': (facts) => ({
    what: `${fact(facts, 'version', '')} ang bersyon ng format ng isang deployment, at hanggang ${fact(facts, 'maxVersion', '')} ang nababasa ng bersyong ito ng Assay.`,
    fix: 'I-update ang Assay: i-reload ang page na ito habang online. Hindi nabasa ni nabago ang deployment.',
  }),
  'conversation-invalid': (facts) => ({
    what: `Hindi na-import ang ${fact(facts, 'file', 'file')}${because(facts)}`,
    fix: 'Walang nabago. Pumili ng file na na-save dito bilang JSON, o itama ang field.',
  }),
  'address-invalid': (facts) => ({
    what: `Hindi ito address ng isang model${because(facts)}`,
    fix: 'Maglagay ng organisasyon/pangalan, organisasyon/pangalan:file, o ng https na address ng isang model file.',
  }),
  'storage-failed': (facts) => ({
    what: `${facts['host'] === 'companion' ? 'Hindi ma-save ng companion ang isang file' : 'Pumalya ang storage ng browser'}${because(facts)}`,
    fix: storageFix(facts),
  }),
  'camera-unavailable': (facts) => ({
    what: `Hindi magamit ang camera${because(facts)}`,
    fix: 'Payagan ang camera para sa page na ito sa browser, at isara ang ibang program na gumagamit nito.',
  }),
  'microphone-unavailable': (facts) => ({
    what: `Hindi magamit ang mikropono${because(facts)}`,
    fix: 'Payagan ang mikropono para sa page na ito sa browser, at isara ang ibang program na gumagamit nito.',
  }),
  'faces-locked': () => ({
    what: 'Hindi mabuksan ng passphrase na ito ang mga naka-enroll na mukha.',
    fix: 'I-type itong muli. Kung nawala na ito, hindi na mababawi ang mga mukha: burahin ang mga ito, at i-enroll muli ang mga tao.',
  }),
  'video-not-saved': (facts) => ({
    what: `Hindi ma-save ang video na may anotasyon${because(facts)}`,
    fix: 'I-save ang mga track bilang CSV o JSON, o sumubok ng ibang browser, o ng video na mas mababa ang resolution.',
  }),
  internal: (facts) => ({
    what: `Internal na error sa Assay${because(facts)}`,
    fix: 'I-reload ang page. Kung mangyari ulit, pakiulat ito kasama ang text sa itaas.',
  }),
};

function storageFix({ host, reason }: ErrorFacts): string {
  if (host === 'companion') return 'Magbakante ng space sa disk, saka subukang muli.';
  if (reason === 'cleared-by-browser') return 'Sa page na Mga model, i-download ang model o piliin muli ang file nito.';
  if (reason === 'storage-blocked')
    return 'Bumubukas at tumatakbo pa rin ang mga file, pero mawawala ang mga model, resulta, at pag-uusap kapag isinara ang page. Para manatili ang mga ito, payagan ang site data para sa page na ito sa browser.';
  if (reason === 'storage-newer')
    return 'I-reload ang page na ito habang online para i-update ang Assay. Walang nabago sa mga naka-store.';
  return 'Magbakante ng space sa disk o umalis sa pribadong pag-browse, saka subukang muli.';
}
