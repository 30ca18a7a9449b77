import type { NetworkRecord } from '#gates/gate-evidence.ts';

/** The origin of a fact: a file, a measurement in the browser, this program, or a person. */
export type FactOrigin = 'file' | 'measured' | 'program' | 'person' | 'unknown';

/** Kinds of data that Assay stores on this device; the texts describe their contents and how to delete them. */
export const storedDataKinds = [
  'models',
  'results',
  'trials',
  'conversations',
  'documents',
  'faces',
  'deployments',
  'inputs-to-label',
  'corrections',
  'settings',
  'keys',
  'app-files',
] as const;
export type StoredDataKind = (typeof storedDataKinds)[number];

/** Questions about a deployment that no file answers. */
export const statementIds = ['model-use', 'data-rights', 'personal-data', 'affected-people', 'contact'] as const;
export type StatementId = (typeof statementIds)[number];

/** A person's answer to one question, as a hallmark contains it. */
export interface ComplianceStatement {
  readonly statement: StatementId;
  readonly text: string;
}

/**
 * Limit in UTF-8 bytes: the link of a hallmark with all statements, a signed checklist and ten gates has under 2,900
 * characters.
 */
export const maxStatementBytes = 130;

/** The sources of the facts about a model and its dataset. Absent and `null` are unknown. */
export interface ComplianceSources {
  readonly model: {
    readonly name: string;
    readonly sha256: string | null;
    /** Read from its file or catalogue entry. */
    readonly licence: string | null;
    readonly source: string | null;
  };
  readonly data?: { readonly name: string; readonly sha256: string; readonly items: number };
  /** The network requests during the run. */
  readonly network?: NetworkRecord;
  readonly statements?: { readonly [S in StatementId]?: string };
}

/** A row of the form: a code with facts; the texts are in `src/words/<language>/validation/compliance.ts`. */
export type ComplianceFact = { readonly origin: FactOrigin } & (
  | { readonly code: 'model'; readonly facts: { readonly name: string; readonly sha256: string | null } }
  | { readonly code: 'model-licence'; readonly facts: { readonly licence: string | null } }
  | { readonly code: 'model-source'; readonly facts: { readonly source: string | null } }
  | {
      readonly code: 'data';
      readonly facts: { readonly name: string; readonly sha256: string; readonly items: number } | null;
    }
  | { readonly code: 'network'; readonly facts: { readonly hosts: string; readonly requests: number } | null }
  | { readonly code: 'stored'; readonly facts: { readonly kind: StoredDataKind } }
  | { readonly code: 'statement'; readonly facts: { readonly id: StatementId; readonly text: string | null } }
);

/** Gathers the facts of the form in order. The form does not judge whether they satisfy a law. */
export function gatherComplianceFacts({ model, data, network, statements = {} }: ComplianceSources): ComplianceFact[] {
  const { name, sha256, licence, source } = model;
  const fromFile = (value: string | null): FactOrigin => (value === null ? 'unknown' : 'file');
  return [
    { code: 'model', origin: sha256 === null ? 'unknown' : 'measured', facts: { name, sha256 } },
    { code: 'model-licence', origin: fromFile(licence), facts: { licence } },
    { code: 'model-source', origin: fromFile(source), facts: { source } },
    { code: 'data', origin: data ? 'measured' : 'unknown', facts: data ?? null },
    {
      code: 'network',
      origin: network ? 'measured' : 'unknown',
      facts: network ? { hosts: network.hosts.join(', '), requests: network.requests } : null,
    },
    ...storedDataKinds.map((kind): ComplianceFact => ({ code: 'stored', origin: 'program', facts: { kind } })),
    ...statementIds.map((id): ComplianceFact => {
      const text = statements[id]?.trim() || null;
      return { code: 'statement', origin: text === null ? 'unknown' : 'person', facts: { id, text } };
    }),
  ];
}
