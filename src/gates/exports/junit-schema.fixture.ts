import { Parser } from 'htmlparser2';

interface ElementType {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly children: readonly string[];
  readonly hasText?: boolean;
}

const outcome: ElementType = { required: [], optional: ['type', 'message'], children: [], hasText: true };
const output: ElementType = { required: [], optional: [], children: [], hasText: true };

/** The elements of `junit-10.xsd` of Jenkins' xUnit plugin, except those of reruns. */
const elements: Readonly<Record<string, ElementType>> = {
  testsuites: {
    required: [],
    optional: ['name', 'time', 'tests', 'failures', 'errors'],
    children: ['testsuite'],
  },
  testsuite: {
    required: ['name', 'tests', 'failures', 'errors'],
    optional: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: { required: [], optional: [], children: ['property'] },
  property: { required: ['name', 'value'], optional: [], children: [] },
  testcase: {
    required: ['name'],
    optional: ['time', 'classname', 'group'],
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  skipped: outcome,
  error: outcome,
  failure: outcome,
  'system-out': output,
  'system-err': output,
};

/** The pattern of times in seconds. */
const surefireTime = /^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$/;

/** Lists violations of the schema in a JUnit XML file, and elements that are not closed in order. */
export function findJunitFaults(xml: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const parent = open.at(-1);
        open.push(name);
        const allowed = parent === undefined ? ['testsuites', 'testsuite'] : (elements[parent]?.children ?? []);
        if (!allowed.includes(name)) faults.push(`<${name}> in <${parent ?? ''}>`);
        const { required = [], optional = [] } = elements[name] ?? {};
        for (const attribute of required) if (!(attribute in attributes)) faults.push(`<${name}> without ${attribute}`);
        for (const [attribute, value] of Object.entries(attributes)) {
          if (![...required, ...optional].includes(attribute)) faults.push(`<${name}> with ${attribute}`);
          const isSuiteTime = attribute === 'time' && name.startsWith('testsuite');
          if (isSuiteTime && !surefireTime.test(value)) faults.push(`<${name}> with the time ${value}`);
        }
      },
      ontext(text) {
        if (text.trim() !== '' && !elements[open.at(-1) ?? '']?.hasText) faults.push(`text in <${open.at(-1) ?? ''}>`);
      },
      onclosetag(name, isImplied) {
        open.pop();
        const isSelfClosing = elements[name]?.children.length === 0; // the parser reports `<a/>` as an implied end
        if (isImplied && !isSelfClosing) faults.push(`<${name}> is not closed`);
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return faults;
}
