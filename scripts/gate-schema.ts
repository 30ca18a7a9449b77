import { listGateFields, severities, maxSourceCharacters, metricId } from '#gates/file/gate-setting.ts';
import { percentiles } from '#gates/gate.ts';
import { limitSources } from '#gates/limit-sources.ts';
import { gateIds, getGate, type GateId } from '#gates/index.ts';
import { limitRanges } from '#gates/file/limit-ranges.ts';
import { gates as text } from '#words/en/gates/gates.ts';

/**
 * The JSON Schema (draft 2020-12) of gate files, for editors. `public/assay.gates.schema.json` is its published copy.
 */
export function buildGateFileSchema() {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Assay gate file',
    description: 'What a model must achieve: read before anything is measured.',
    type: 'object',
    required: ['version', 'gates'],
    additionalProperties: false,
    properties: {
      $schema: { description: 'The address of this schema.' },
      version: { const: 1 },
      gates: {
        type: 'object',
        minProperties: 1,
        not: {
          description: 'Every gate is off.',
          additionalProperties: {
            anyOf: [off, { type: 'object', required: ['severity'], properties: { severity: off } }],
          },
        },
        additionalProperties: false,
        properties: Object.fromEntries(gateIds.map((id) => [id, buildEntrySchema(id)])),
      },
    },
  };
}

const off = { const: 'off' } as const;

function buildEntrySchema(id: GateId) {
  const { unit, comparator, limit, maxValue, minSamples } = getGate(id);
  const [minimum, maximum] = limitRanges[unit];
  const bound = comparator === '>=' ? 'At least' : 'At most';
  const reference = limitSources[limit.source];
  const location = reference && ('url' in reference ? reference.url : reference.reference);
  const source = [text.source(limit.source), ...(location ? [location] : [])].join(', ');
  const fields: Readonly<Record<string, object>> = {
    severity: { enum: severities, default: 'error' },
    limit: {
      description: `${bound} this, in the unit “${unit}”. Default: ${limit.value} (${source}).`,
      type: 'number',
      // Limits that are always met are excluded.
      ...(comparator === '>=' ? { exclusiveMinimum: minimum } : { minimum }),
      ...(maxValue === undefined ? { maximum } : { exclusiveMaximum: maxValue }),
      default: limit.value,
    },
    unit: { description: 'Confirms what the limit means.', const: unit },
    source: { description: 'Why this limit.', type: 'string', pattern: String.raw`\S`, maxLength: maxSourceCharacters },
    minSamples: { description: 'Items or samples needed for a verdict.', type: 'integer', minimum: minSamples },
    metric: { description: 'Default: the main score of the task.', type: 'string', pattern: metricId.source },
    percentile: { enum: Object.keys(percentiles), default: 'p50' },
  };
  return {
    description: text.about[id],
    anyOf: [
      { enum: severities },
      {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(listGateFields(id).map((field) => [field, fields[field]])),
        dependentRequired: { limit: ['unit'] },
      },
    ],
  };
}
