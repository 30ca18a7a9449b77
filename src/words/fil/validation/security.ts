import type { Finding, FindingCode } from '#validation/security/finding.ts';
import type { Text } from '../../language.ts';
import { isolate, isolateFacts } from '../../isolate.ts';
import { count, format } from '../format.ts';

type FactsOf<C extends FindingCode> = Extract<Finding, { code: C }>['facts'];

const executables = {
  elf: 'isang Linux program o library (ELF)',
  pe: 'isang Windows program o library (PE)',
  'mach-o': 'isang macOS program o library (Mach-O)',
  script: 'isang script na may interpreter line (#!)',
  wasm: 'WebAssembly code',
  dex: 'Android code (DEX)',
};

const loopEnds = {
  condition: 'ay walang limit sa bilang ng ulit: natatapos ito kapag natugunan ang isang kondisyon',
  computed: 'ay may bilang ng ulit na kino-compute o ibinibigay sa oras ng pagtakbo',
  never: 'ay walang bilang ng ulit ni kondisyong magtatapos dito',
};

const notScanned = {
  unreadable: 'sira ito, naka-encrypt, o labag sa format nito',
  'too-large': 'lampas ito sa limit sa laki ng scan',
  compressed: 'naka-compress ito',
  'unknown-format': 'wala sa mga format na nababasa ng Assay ang format nito',
};

/** What a finding is, and what to do about it. */
interface Words {
  readonly what: string;
  readonly fix: string;
}

const convert = 'Gumamit na lang ng safetensors, ONNX, o GGUF file: walang laman na code ang mga ito.';
const distrust = 'Huwag itong buksan sa ibang program maliban kung alam mo kung bakit ito naroon.';

const findings: { readonly [C in FindingCode]: (facts: FactsOf<C>) => Words } = {
  'external-path': ({ path }) => ({
    what: `Naka-store ang mga weight nito sa “${path}”, na wala sa folder ng model.`,
    fix: 'Tinatanggihan ito ng Assay. Baka isa sa mga file mo ang basahin ng ibang program: huwag itong buksan doon.',
  }),
  'external-key': ({ key }) => ({
    what: `May key na “${key}” ang external data nito, na hindi tinutukoy ng ONNX.`,
    fix: 'Itinatakda ito ng mga lumang bersyon ng Python package na onnx bilang attribute ng isang object: gumamit ng 1.21 o mas bago.',
  }),
  'custom-operators': ({ domain, operators, count: nodes }) => ({
    what: `${count(nodes, 'node')} nito ang gumagamit ng mga operator (${operators}) ng ${domain}, na wala sa anumang standard na engine.`,
    fix: 'Kailangan ng mga ito ng dagdag na library, na kayang magpatakbo ng anumang code sa machine mo: i-load lang ito mula sa pinagkakatiwalaan mo.',
  }),
  'system-operator': ({ operator }) => ({
    what: `Ginagamit nito ang operator na ${operator}, na nag-a-access ng mga file o nagpapatakbo ng code sa labas ng model.`,
    fix: 'Patakbuhin lang ito sa engine na walang ganitong operator, gaya ng sa Assay.',
  }),
  'code-layer': ({ layer }) => ({
    what: `Mayroon itong layer na ${layer}, na puwedeng may laman na Python code na pinapatakbo ng Keras.`,
    fix: 'Sa Keras, i-load lang ito nang may safe_mode=True. Hindi ito pinapatakbo ng TensorFlow.js.',
  }),
  'loop-unbounded': ({ node, ends }) => ({
    what: `Ang loop na ${node} ${loopEnds[ends]}.`,
    fix: 'Patakbuhin ito nang may limit sa oras kapag hindi mo kontrolado ang mga input.',
  }),
  'recursive-function': ({ function: name }) => ({
    what: `Hindi natatapos ang function na ${name}: recursive ito, na hindi pinapayagan ng ONNX.`,
    fix: 'Baka hindi na matapos ang engine na nag-e-expand ng mga function: huwag itong i-load.',
  }),
  'declared-size': ({ declaredBytes, fileBytes }) => ({
    what: `${format.bytes(declaredBytes)} ng weight ang idinedeklara ng header nito sa isang file na ${format.bytes(fileBytes)}.`,
    fix: 'Mauubusan ng memory ang program na magtitiwala sa header: huwag itong i-load.',
  }),
  'large-value': ({ node, operator, bytes }) => ({
    what: `Gumagawa ang node na ${node} (${operator}) ng value na ${format.bytes(bytes)}.`,
    fix: 'Mauubusan ng memory ang karamihan sa mga device: tingnan kung kailangan ito ng model.',
  }),
  'text-url': ({ where, url }) => ({
    what: `May URL ang entry nitong “${where}”: ${url}.`,
    fix: 'Walang nagbubukas nito. Suriin ito bago mo puntahan.',
  }),
  'text-markup': ({ where, text }) => ({
    what: `May HTML o script ang entry nitong “${where}”: ${text}.`,
    fix: 'Ipinapakita ito ng Assay bilang text. Patatakbuhin ito ng web page na maglalagay nito bilang HTML.',
  }),
  'text-hidden': ({ where, characters }) => ({
    what: `May mga hindi nakikitang karakter (${characters}) ang entry o pangalan nitong “${where}”, kaya puwedeng maiba ang basa rito.`,
    fix: 'Ihambing ang mga pangalan ayon sa mga karakter, hindi sa itsura.',
  }),
  'text-long': ({ where, length }) => ({
    what: `May ${count(length, 'karakter')} ang entry nitong “${where}”.`,
    fix: 'Tingnan kung ito nga ang sinasabi ng pangalan nito.',
  }),
  'template-internals': ({ where, expression }) => ({
    what: `Gumagamit ng mga internal ng Python ang chat template nito (${where}): ${expression}.`,
    fix: 'Huwag itong gamitin sa program na nagre-render ng mga template sa labas ng sandbox (CVE-2024-34359).',
  }),
  pickle: ({ imports }) => ({
    what: `Isa itong Python pickle na may ${count(imports, 'import')}: puwedeng magpatakbo ng code ang pag-load dito.`,
    fix: convert,
  }),
  'pickle-import': ({ import: name }) => ({
    what: `Ini-import ng pickle nito ang ${name}, na hindi kailangan ng mga weight.`,
    fix: `Huwag itong i-load. ${convert}`,
  }),
  'pickle-damaged': ({ at }) => ({
    what: `Hindi na valid ang pickle nito sa byte ${format.whole(at)}: hindi nasuri ang kasunod.`,
    fix: 'Tumatakbo pa rin ang code bago ang byte na iyon: huwag itong i-load.',
  }),
  executable: ({ kind }) => ({ what: `May laman itong ${executables[kind]}.`, fix: distrust }),
  'archive-appended': ({ at }) => ({
    what: `May kasunod na zip archive sa byte ${format.whole(at)}: polyglot ito (dalawang format nang sabay).`,
    fix: distrust,
  }),
  'archive-path': ({ path }) => ({
    what: `May laman na “${path}” ang archive nito, na mau-unpack sa labas ng piniling folder.`,
    fix: 'Huwag itong i-unpack.',
  }),
  'archive-link': ({ path }) => ({
    what: `May laman na symbolic link na “${path}” ang archive nito, na puwedeng tumuro sa anumang file.`,
    fix: 'Huwag itong i-unpack.',
  }),
  'archive-bomb': ({ path, packedBytes, bytes }) => ({
    what: `Lumalaki ang “${path}” mula ${format.bytes(packedBytes)} hanggang ${format.bytes(bytes)} kapag na-unpack.`,
    fix: 'Huwag itong i-unpack nang walang limit.',
  }),
  'remote-code': ({ module }) => ({
    what: `Pinapangalanan ng configuration nito ang Python module na ${module} ng repository nito.`,
    fix: 'Basahin ang code na iyon bago i-load ang model nang may trust_remote_code.',
  }),
  'python-file': ({ path }) => ({
    what: `Python code ang “${path}”, na puwedeng patakbuhin ng isang library kapag ni-load ang model.`,
    fix: 'Basahin ito bago i-load ang model nang may trust_remote_code.',
  }),
  'yaml-python': ({ tag }) => ({
    what: `May laman itong YAML tag na ${tag}, na gumagawa ng mga Python object at kayang tumawag ng mga function.`,
    fix: 'I-load lang ito gamit ang yaml.safe_load, na tumatanggi sa mga ganitong tag.',
  }),
  'yaml-tag': ({ handle }) => ({
    what: `May sarili itong mga YAML tag, na isinusulat na ${handle}…; nakadepende sa program na maglo-load nito kung ano ang gagawin ng mga ito.`,
    fix: 'I-load ito gamit ang yaml.safe_load, na tumatanggi sa mga tag na hindi nito kilala.',
  }),
  'not-scanned': ({ cause }) => ({
    what: `May bahaging hindi nasuri: ${notScanned[cause]}.`,
    fix: 'Ituring itong hindi alam, hindi ligtas.',
  }),
};

/** Texts of the findings of a scan of model files. */
export const security: Text['models']['security'] = {
  title: 'Seguridad',
  severities: { high: 'Mataas', medium: 'Katamtaman', low: 'Mababa', info: 'Paalala' },
  summary: ({ files, findings: found, omitted }) => {
    const total = found.length + omitted;
    const what = total === 0 ? 'walang nakitang kahina-hinala' : count(total, 'natuklasan');
    return `${count(files, 'file')} ang nasuri: ${what}.`;
  },
  note: 'Sinuri ang mga header, graph, template, at code; hindi ang mga weight. Hindi patunay na ligtas ang model kapag walang natuklasan.',
  notOnDevice: 'Sinusuri ang mga file kapag nasa device na ito na ang mga ito.',
  omitted: (number) => `${format.whole(number)} pang kauri ng mga ito ang hindi nakalista.`,
  file: (name) => isolate(name),
  finding: (finding) => {
    const write = findings[finding.code] as (facts: unknown) => Words;
    return write(isolateFacts(finding.facts));
  },
};
