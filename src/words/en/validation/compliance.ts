import type { ComplianceFact, FactOrigin, StatementId, StoredDataKind } from '#validation/compliance/facts.ts';
import type { ComplianceWords } from '#validation/compliance/compliance-markdown.ts';
import { format } from '../format.ts';

const unknown = 'not known';

/** What is stored on this device, and how to remove it. */
const stored = {
  models: ['Models that were downloaded or imported', 'in the storage of this site; delete them on the Models page'],
  results: ['Results, evaluations and hallmarks', 'in the storage of this site; delete them on the Results page'],
  conversations: ['Conversations with language models', 'in the storage of this site; delete them on the Chat page'],
  settings: [
    'Settings, recent models and permissions for files',
    'in the storage of this site; removed with its site data',
  ],
  keys: [
    'The private key for hallmarks',
    'in the storage of this site, cannot be exported; removed with its site data',
  ],
  'app-files': ['The app itself, for use offline', 'in the cache of the browser; removed with the site data'],
} satisfies Record<StoredDataKind, readonly [what: string, removal: string]>;

/** Statements that a person provides. */
export const statements = {
  'model-use': 'What the model is used for, and that its licence permits it',
  'data-rights': 'Where the labelled data comes from, its licence, and the right to use it',
  'personal-data': 'Whether inputs contain personal data, and on what basis they are processed',
  'affected-people': 'Whom the model’s outputs affect, and how they can object',
  contact: 'Who is responsible',
} satisfies Record<StatementId, string>;

function fact(made: ComplianceFact): readonly [name: string, value: string] {
  switch (made.code) {
    case 'model':
      return ['Model', `${made.facts.name}, SHA-256 ${made.facts.sha256 ?? unknown}`];
    case 'model-licence':
      return ['Model licence', made.facts.licence ?? unknown];
    case 'model-source':
      return ['Model source', made.facts.source ?? unknown];
    case 'data':
      return [
        'Labelled data',
        made.facts
          ? `${made.facts.name}, ${format.whole(made.facts.items)} items, SHA-256 ${made.facts.sha256}`
          : 'none',
      ];
    case 'network':
      return ['Hosts contacted during the run', networkText(made.facts)];
    case 'stored': {
      const [what, removal] = stored[made.facts.kind];
      return [what, removal];
    }
    case 'statement':
      return [statements[made.facts.id], made.facts.text ?? 'not provided'];
  }
}

function networkText(facts: Extract<ComplianceFact, { code: 'network' }>['facts']): string {
  if (!facts) return 'not recorded';
  const total = `of ${format.whole(facts.requests)} recorded requests`;
  return facts.hosts === '' ? `none but the app’s own, ${total}` : `${facts.hosts}, ${total}`;
}

/** Texts of the compliance form. */
export const compliance = {
  heading: (model: string) => `Compliance facts for ${model}`,
  columns: ['Fact', 'Value', 'Source'],
  fact,
  origins: {
    file: 'the model’s file or catalogue entry',
    measured: 'measured on this device',
    program: 'how Assay works',
    person: 'provided by the signer',
    unknown: 'missing',
  } satisfies Record<FactOrigin, string>,
  note: 'Assay sends neither models nor inputs nor results to any server. These are facts, not legal advice: whether they satisfy a law or contract is for the signer to decide.',
  signature: { name: 'Signed by', date: 'Date' },
} satisfies ComplianceWords;
