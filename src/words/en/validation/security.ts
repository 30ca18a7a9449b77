import type {
  ExecutableKind,
  Finding,
  FindingCode,
  NotScanned,
  SecurityFinding,
  Severity,
} from '#validation/security/finding.ts';
import type { SecurityScan } from '#validation/security/scan-model.ts';
import { isolate, isolateFacts } from '../../isolate.ts';
import { format } from '../format.ts';

type FactsOf<C extends FindingCode> = Extract<Finding, { code: C }>['facts'];

const severities = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Note',
} satisfies Record<Severity, string>;

const executables = {
  elf: 'a Linux program or library (ELF)',
  pe: 'a Windows program or library (PE)',
  'mach-o': 'a macOS program or library (Mach-O)',
  script: 'a script with an interpreter line (#!)',
  wasm: 'WebAssembly code',
  dex: 'Android code (DEX)',
} satisfies Record<ExecutableKind, string>;

const loopEnds = {
  condition: 'has no maximum number of iterations: it ends when a condition is met',
  computed: 'has a number of iterations that is computed or given at run time',
  never: 'has neither a number of iterations nor a condition that ends it',
} satisfies Record<FactsOf<'loop-unbounded'>['ends'], string>;

const notScanned = {
  unreadable: 'it is damaged, encrypted or violates its format',
  'too-large': 'it exceeds the size limit of the scan',
  compressed: 'it is compressed',
  'unknown-format': 'its format is not one that Assay reads',
} satisfies Record<NotScanned, string>;

/** What a finding is, and what to do about it. */
interface Words {
  readonly what: string;
  readonly fix: string;
}

const convert = 'Use a safetensors, ONNX or GGUF file instead: they contain no code.';
const distrust = 'Do not open it in other programs unless you know why it is there.';

const findings: { readonly [C in FindingCode]: (facts: FactsOf<C>) => Words } = {
  'external-path': ({ path }) => ({
    what: `Its weights are stored in “${path}”, which is not in the model’s folder.`,
    fix: 'Assay rejects such a model. Another program might read one of your files instead: do not open the model there.',
  }),
  'external-key': ({ key }) => ({
    what: `Its external data has the key “${key}”, which ONNX does not define.`,
    fix: 'Older versions of the Python package onnx set this key as an attribute of an object: use 1.21 or later.',
  }),
  'custom-operators': ({ domain, operators, count }) => ({
    what: `${format.whole(count)} of its nodes use operators (${operators}) of ${domain}, which no standard engine implements.`,
    fix: 'Such operators need an additional library, which can run any code on your machine. Load it only from a source that you trust.',
  }),
  'system-operator': ({ operator }) => ({
    what: `It uses the operator ${operator}, which accesses files or runs code outside the model.`,
    fix: 'Run it only in an engine without this operator, such as Assay’s.',
  }),
  'code-layer': ({ layer }) => ({
    what: `It has a layer ${layer}, which can contain Python code that Keras executes.`,
    fix: 'In Keras, load it only with safe_mode=True. TensorFlow.js does not execute it.',
  }),
  'loop-unbounded': ({ node, ends }) => ({
    what: `The loop ${node} ${loopEnds[ends]}.`,
    fix: 'Run it with a time limit on inputs that you do not control.',
  }),
  'recursive-function': ({ function: name }) => ({
    what: `The function ${name} never ends: it is recursive, which ONNX does not allow.`,
    fix: 'An engine that expands functions may never finish: do not load it.',
  }),
  'declared-size': ({ declaredBytes, fileBytes }) => ({
    what: `Its header declares ${format.bytes(declaredBytes)} of weights in a file of ${format.bytes(fileBytes)}.`,
    fix: 'A program that trusts the header would run out of memory: do not load it.',
  }),
  'large-value': ({ node, operator, bytes }) => ({
    what: `The node ${node} (${operator}) produces a value of ${format.bytes(bytes)}.`,
    fix: 'Most devices run out of memory: check whether the model needs it.',
  }),
  'text-url': ({ where, url }) => ({
    what: `Its entry “${where}” contains a URL: ${url}.`,
    fix: 'Assay does not open the URL. Check it before you follow it.',
  }),
  'text-markup': ({ where, text }) => ({
    what: `Its entry “${where}” contains HTML or a script: ${text}.`,
    fix: 'Assay shows it as plain text. A web page that inserts it as HTML would execute it.',
  }),
  'text-hidden': ({ where, characters }) => ({
    what: `Its entry or name “${where}” contains invisible characters (${characters}), which can make it read differently.`,
    fix: 'Compare names by their characters, not by their appearance.',
  }),
  'text-long': ({ where, length }) => ({
    what: `Its entry “${where}” has ${format.whole(length)} characters.`,
    fix: 'Check that it is what its name says.',
  }),
  'template-internals': ({ where, expression }) => ({
    what: `Its chat template (${where}) uses Python internals: ${expression}.`,
    fix: 'Do not use it with a program that renders templates outside a sandbox (CVE-2024-34359).',
  }),
  pickle: ({ imports }) => ({
    what: `It is a Python pickle with ${imports === 1 ? 'one import' : `${format.whole(imports)} imports`}: loading it can run code.`,
    fix: convert,
  }),
  'pickle-import': ({ import: name }) => ({
    what: `Its pickle imports ${name}, which weights do not need.`,
    fix: `Do not load it. ${convert}`,
  }),
  'pickle-damaged': ({ at }) => ({
    what: `Its pickle stops being valid at byte ${format.whole(at)}: what follows was not examined.`,
    fix: 'Code before that byte would still run: do not load the file.',
  }),
  executable: ({ kind }) => ({ what: `It contains ${executables[kind]}.`, fix: distrust }),
  'archive-appended': ({ at }) => ({
    what: `A zip archive follows at byte ${format.whole(at)}: it is a polyglot (two formats at once).`,
    fix: distrust,
  }),
  'archive-path': ({ path }) => ({
    what: `Its archive contains “${path}”, which would be unpacked outside the chosen folder.`,
    fix: 'Do not unpack it.',
  }),
  'archive-link': ({ path }) => ({
    what: `Its archive contains the symbolic link “${path}”, which can point to any file.`,
    fix: 'Do not unpack it.',
  }),
  'archive-bomb': ({ path, packedBytes, bytes }) => ({
    what: `“${path}” grows from ${format.bytes(packedBytes)} to ${format.bytes(bytes)} when it is unpacked.`,
    fix: 'Do not unpack it without a limit.',
  }),
  'remote-code': ({ module }) => ({
    what: `Its configuration names the Python module ${module} of its repository.`,
    fix: 'Read that code before you load the model with trust_remote_code.',
  }),
  'python-file': ({ path }) => ({
    what: `“${path}” is Python code, which a library may execute when it loads the model.`,
    fix: 'Read it before you load the model with trust_remote_code.',
  }),
  'yaml-python': ({ tag }) => ({
    what: `It contains the YAML tag ${tag}, which creates Python objects and can call functions.`,
    fix: 'Load it only with yaml.safe_load, which rejects such tags.',
  }),
  'yaml-tag': ({ handle }) => ({
    what: `It defines its own YAML tags, written ${handle}…; what they create depends on the program that loads it.`,
    fix: 'Load it with yaml.safe_load, which rejects tags that it does not know.',
  }),
  'not-scanned': ({ cause }) => ({
    what: `A part could not be examined: ${notScanned[cause]}.`,
    fix: 'Treat it as unknown, not as safe.',
  }),
};

/** Texts of the findings of a scan of model files. */
export const security = {
  title: 'Security',
  severities,
  /** The result in one sentence. */
  summary: ({ files, findings: found, omitted }: SecurityScan) => {
    const examined = files === 1 ? '1 file was examined' : `${format.whole(files)} files were examined`;
    const total = found.length + omitted;
    const what =
      total === 0 ? 'nothing suspicious was found' : total === 1 ? '1 finding' : `${format.whole(total)} findings`;
    return `${examined}: ${what}.`;
  },
  note: 'Headers, graphs, templates and code were examined; weights were not. The absence of findings does not prove that a model is safe.',
  notOnDevice: 'Files are examined once they are on this device.',
  omitted: (count: number) => `${format.whole(count)} more findings of the same kinds are not listed.`,
  file: (name: string) => isolate(name),
  finding: (finding: SecurityFinding): Words => {
    const write = findings[finding.code] as (facts: unknown) => Words;
    return write(isolateFacts(finding.facts));
  },
};
