import type { GateFileFault } from '#core/errors/gate-file-fault.ts';

const similar = (near: string, known: string) =>
  near === '' ? `the gates are ${known}` : `did you mean ${near.replaceAll(',', ' or')}?`;

/** Faults of a gate file: the text after the colon of a message. */
export const gateFileFaults = {
  'gates-not-json': ({ why }) => `it is not JSON (${why})`,
  'gates-field-twice': ({ field }) => `it has the field “${field}” twice; keep the one that applies`,
  'gates-not-object': () => 'it is not a JSON object',
  'gates-version': ({ value, expected }) =>
    `its version is ${value}, and this version of Assay reads version ${expected}`,
  'gates-field-unknown': ({ field, known }) => `its field “${field}” is unknown; it can have ${known}`,
  'gates-missing': () => 'it has no object “gates”',
  'gates-all-off': () => 'it turns on no gate, so every model would pass; set at least one to “warn” or “error”',
  'gate-unknown': ({ gate, near, known }) =>
    `it names the gate “${gate}”, which does not exist; ${similar(near, known)}`,
  'gate-setting': ({ gate }) => `the gate “${gate}” needs a severity, or an object with one`,
  'gate-severity': ({ gate, value }) => `the severity of “${gate}” is ${value}; it can be “off”, “warn” or “error”`,
  'gate-field-unknown': ({ gate, field, known }) => `the gate “${gate}” has no field “${field}”; it can have ${known}`,
  'gate-limit': ({ gate, value, min, max }) =>
    `the limit of “${gate}” is ${value}; it must be a number from ${min} to ${max}`,
  'gate-limit-always-met': ({ gate, value }) =>
    `the limit of “${gate}” is ${value}, which every model meets; set a stricter one, or the severity “off”`,
  'gate-limit-without-unit': ({ gate, expected }) =>
    `the limit of “${gate}” has no unit; add "unit": "${expected}" to confirm what the number means`,
  'gate-unit': ({ gate, value, expected }) => `the unit of “${gate}” is ${value}; it is measured in “${expected}”`,
  'gate-min-samples': ({ gate, value, min }) =>
    `"minSamples" of “${gate}” is ${value}; it must be a whole number of at least ${min}, the minimum for this gate`,
  'gate-metric': ({ gate, value }) =>
    `the metric of “${gate}” is ${value}; it must be a name of letters, digits and hyphens, such as “top-1”`,
  'gate-percentile': ({ gate, value, known }) => `the percentile of “${gate}” is ${value}; it can be ${known}`,
  'gate-source': ({ gate, maxCharacters }) =>
    `the source of “${gate}” must be a text of at most ${maxCharacters} characters`,
} satisfies { [F in GateFileFault as F['reason']]: (facts: F) => string };
