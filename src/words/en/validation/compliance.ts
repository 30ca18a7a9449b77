import type { ComplianceFact, FactOrigin, StatementId, StoredDataKind } from '#validation/compliance/facts.ts';
import type { ComplianceWords } from '#validation/compliance/compliance-markdown.ts';
import { format } from '../format.ts';

const unknown = 'not known';

/** What is stored on this device, and how to remove it. */
const stored = {
  models: ['Models that were downloaded or imported', 'in the storage of this site; delete them on the Models page'],
  results: ['Results, evaluations and hallmarks', 'in the storage of this site; delete them on the Results page'],
  trials: [
    'Trials of optimising and tuning, forecasts, and estimators of accuracy',
    'in the storage of this site; removed with its site data',
  ],
  conversations: ['Conversations with language models', 'in the storage of this site; delete them on the Chat page'],
  documents: [
    'The index of “Ask your files”: passages and their vectors',
    'in the storage of this site; remove the files on that page',
  ],
  faces: [
    'Enrolled people: encrypted names and face vectors, no images',
    'in the storage of this site; delete them on the Run page, under “Face recognition”',
  ],
  deployments: [
    'Deployments, with statistics of their runs and features of their recent inputs',
    'in the storage of this site; delete them on the page of the deployment',
  ],
  'inputs-to-label': [
    'Inputs of deployments that wait for a label, if a person has agreed to store them',
    'in the storage of this site; delete them on the page of the deployment',
  ],
  corrections: [
    'Corrections of models: features and classes, no images',
    'in the storage of this site; delete them on the Run page, under “Correct this model”',
  ],
  settings: [
    'Settings, recent models, paired companions and permissions for files',
    'in the storage of this site; removed with its site data',
  ],
  keys: [
    'The private keys for hallmarks and for learning together with others',
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

function formatFact(fact: ComplianceFact): readonly [name: string, value: string] {
  switch (fact.code) {
    case 'model':
      return ['Model', `${fact.facts.name}, SHA-256 ${fact.facts.sha256 ?? unknown}`];
    case 'model-licence':
      return ['Model licence', fact.facts.licence ?? unknown];
    case 'model-source':
      return ['Model source', fact.facts.source ?? unknown];
    case 'data':
      return [
        'Labelled data',
        fact.facts
          ? `${fact.facts.name}, ${format.whole(fact.facts.items)} items, SHA-256 ${fact.facts.sha256}`
          : unknown,
      ];
    case 'network':
      return ['Hosts contacted during the run', networkText(fact.facts)];
    case 'stored': {
      const [what, removal] = stored[fact.facts.kind];
      return [what, removal];
    }
    case 'statement':
      return [statements[fact.facts.id], fact.facts.text ?? 'not provided'];
  }
}

function networkText(facts: Extract<ComplianceFact, { code: 'network' }>['facts']): string {
  if (!facts) return unknown;
  const requests = facts.requests === 1 ? '1 request' : `${format.whole(facts.requests)} requests`;
  return `${facts.hosts || 'only the app’s own'} (${requests} recorded)`;
}

/** Texts of the compliance form. */
export const compliance = {
  heading: (model: string) => `Compliance facts for ${model}`,
  columns: ['Fact', 'Value', 'Source'],
  fact: formatFact,
  origins: {
    file: 'the model’s file or catalogue entry',
    measured: 'measured on this device',
    program: 'how Assay works',
    person: 'provided by the signer',
    unknown: 'missing',
  } satisfies Record<FactOrigin, string>,
  note: 'Assay sends models, inputs and results to no server, except to a companion or inference server that was chosen to run the model. These are facts, not legal advice: whether they satisfy a law or contract is for the signer to decide.',
  signature: { name: 'Signed by', date: 'Date' },
} satisfies ComplianceWords;
