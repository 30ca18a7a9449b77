import type { gateFileFaults as en } from '../../en/gates/gate-file-faults.ts';

const similar = (near: string, known: string) =>
  near === '' ? `ang mga gate ay ${known}` : `${near.replaceAll(',', ' o')} ba ang ibig mong sabihin?`;

/** Faults of a gate file: the text after the colon of a message. */
export const gateFileFaults: typeof en = {
  'gates-not-json': ({ why }) => `hindi ito JSON (${why})`,
  'gates-field-twice': ({ field }) => `dalawang beses na narito ang field na “${field}”; itira ang nalalapat`,
  'gates-not-object': () => 'hindi ito JSON object',
  'gates-version': ({ value, expected }) =>
    `${value} ang bersyon nito, at bersyon ${expected} ang binabasa ng bersyong ito ng Assay`,
  'gates-field-unknown': ({ field, known }) =>
    `hindi kilala ang field nitong “${field}”; puwede itong magkaroon ng ${known}`,
  'gates-missing': () => 'wala itong object na “gates”',
  'gates-all-off': () =>
    'wala itong binubuksang gate, kaya papasa ang bawat model; itakda ang kahit isa sa “warn” o “error”',
  'gate-unknown': ({ gate, near, known }) =>
    `pinapangalanan nito ang gate na “${gate}”, na hindi umiiral; ${similar(near, known)}`,
  'gate-setting': ({ gate }) => `kailangan ng gate na “${gate}” ng severity, o ng object na mayroon nito`,
  'gate-severity': ({ gate, value }) => `${value} ang severity ng “${gate}”; puwede itong “off”, “warn”, o “error”`,
  'gate-field-unknown': ({ gate, field, known }) =>
    `walang field na “${field}” ang gate na “${gate}”; puwede itong magkaroon ng ${known}`,
  'gate-limit': ({ gate, value, min, max }) =>
    `${value} ang limit ng “${gate}”; dapat itong numero mula ${min} hanggang ${max}`,
  'gate-limit-always-met': ({ gate, value }) =>
    `${value} ang limit ng “${gate}”, na naaabot ng bawat model; magtakda ng mas mahigpit, o ng severity na “off”`,
  'gate-limit-without-unit': ({ gate, expected }) =>
    `walang unit ang limit ng “${gate}”; idagdag ang "unit": "${expected}" para kumpirmahin kung ano ang ibig sabihin ng numero`,
  'gate-unit': ({ gate, value, expected }) => `${value} ang unit ng “${gate}”; sa “${expected}” ito sinusukat`,
  'gate-min-samples': ({ gate, value, min }) =>
    `${value} ang "minSamples" ng “${gate}”; dapat itong buong bilang na hindi bababa sa ${min}, na kailangan ng mismong gate`,
  'gate-metric': ({ gate, value }) =>
    `${value} ang metric ng “${gate}”; dapat itong pangalan ng isang metric, na may mga letra, digit, at gitling, hal. “top-1”`,
  'gate-percentile': ({ gate, value, known }) => `${value} ang percentile ng “${gate}”; puwede itong ${known}`,
  'gate-source': ({ gate, maxCharacters }) =>
    `ang source ng “${gate}” ay dapat text na hindi hihigit sa ${maxCharacters} karakter`,
};
