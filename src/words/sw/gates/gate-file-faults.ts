import type * as en from '../../en/gates/gate-file-faults.ts';

const similar = (near: string, known: string) =>
  near === '' ? `vigezo vilivyopo ni ${known}` : `je, ulimaanisha ${near.replaceAll(',', ' au')}?`;

/** Faults of a gate file: the text after the colon of a message. */
export const gateFileFaults: typeof en.gateFileFaults = {
  'gates-not-json': ({ why }) => `si JSON (${why})`,
  'gates-field-twice': ({ field }) => `ina sehemu “${field}” mara mbili; acha ile inayotumika`,
  'gates-not-object': () => 'si kitu cha JSON (object)',
  'gates-version': ({ value, expected }) => `toleo lake ni ${value}, na toleo hili la Assay husoma toleo ${expected}`,
  'gates-field-unknown': ({ field, known }) => `sehemu yake “${field}” haijulikani; inaweza kuwa na ${known}`,
  'gates-missing': () => 'haina kitu “gates”',
  'gates-all-off': () =>
    'haiwashi kigezo chochote, kwa hivyo kila modeli ingepita; weka angalau kimoja kiwe “warn” au “error”',
  'gate-unknown': ({ gate, near, known }) => `inataja kigezo “${gate}”, ambacho hakipo; ${similar(near, known)}`,
  'gate-setting': ({ gate }) => `kigezo “${gate}” kinahitaji ukali (severity), au kitu chenye ukali`,
  'gate-severity': ({ gate, value }) => `ukali wa “${gate}” ni ${value}; unaweza kuwa “off”, “warn” au “error”`,
  'gate-field-unknown': ({ gate, field, known }) =>
    `kigezo “${gate}” hakina sehemu “${field}”; kinaweza kuwa na ${known}`,
  'gate-limit': ({ gate, value, min, max }) =>
    `kikomo cha “${gate}” ni ${value}; lazima kiwe namba kuanzia ${min} hadi ${max}`,
  'gate-limit-always-met': ({ gate, value }) =>
    `kikomo cha “${gate}” ni ${value}, ambacho kila modeli inakitimiza; weka kilicho kikali zaidi, au ukali “off”`,
  'gate-limit-without-unit': ({ gate, expected }) =>
    `kikomo cha “${gate}” hakina kizio; ongeza "unit": "${expected}" ili kuthibitisha maana ya namba`,
  'gate-unit': ({ gate, value, expected }) => `kizio cha “${gate}” ni ${value}; hupimwa kwa “${expected}”`,
  'gate-min-samples': ({ gate, value, min }) =>
    `"minSamples" ya “${gate}” ni ${value}; lazima iwe namba kamili isiyopungua ${min}, ambayo kigezo chenyewe kinahitaji`,
  'gate-metric': ({ gate, value }) =>
    `kipimo cha “${gate}” ni ${value}; lazima kiwe jina la kipimo, kwa herufi, tarakimu na vistari, k.m. “top-1”`,
  'gate-percentile': ({ gate, value, known }) => `pasentaili ya “${gate}” ni ${value}; inaweza kuwa ${known}`,
  'gate-source': ({ gate, maxCharacters }) =>
    `chanzo cha “${gate}” lazima kiwe maandishi yasiyozidi herufi ${maxCharacters}`,
};
