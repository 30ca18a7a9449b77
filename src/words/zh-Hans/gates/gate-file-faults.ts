import type * as en from '../../en/gates/gate-file-faults.ts';

const similar = (near: string, known: string) =>
  near === '' ? `可用的门禁为 ${known}` : `是否指 ${near.replaceAll(',', ' 或')}？`;

export const gateFileFaults: typeof en.gateFileFaults = {
  'gates-not-json': ({ why }) => `它不是 JSON（${why}）`,
  'gates-field-twice': ({ field }) => `字段“${field}”出现两次；请保留适用的那一个`,
  'gates-not-object': () => '它不是 JSON 对象',
  'gates-version': ({ value, expected }) => `其版本为 ${value}，而当前版本的 Assay 支持版本 ${expected}`,
  'gates-field-unknown': ({ field, known }) => `字段“${field}”未知；可用的字段为 ${known}`,
  'gates-missing': () => '缺少对象“gates”',
  'gates-all-off': () => '它没有启用任何门禁，因此任何模型都会通过；请至少把一个设为“warn”或“error”',
  'gate-unknown': ({ gate, near, known }) => `门禁“${gate}”不存在；${similar(near, known)}`,
  'gate-setting': ({ gate }) => `门禁“${gate}”需要严重级别，或含有严重级别的对象`,
  'gate-severity': ({ gate, value }) => `“${gate}”的严重级别为 ${value}；应为“off”“warn”或“error”`,
  'gate-field-unknown': ({ gate, field, known }) => `门禁“${gate}”没有字段“${field}”；可用的字段为 ${known}`,
  'gate-limit': ({ gate, value, min, max }) => `“${gate}”的限值为 ${value}；应为 ${min} 到 ${max} 的数`,
  'gate-limit-always-met': ({ gate, value }) =>
    `“${gate}”的限值为 ${value}，任何模型都能满足；请设置更严格的限值，或把严重级别设为“off”`,
  'gate-limit-without-unit': ({ gate, expected }) =>
    `“${gate}”的限值没有单位；请加上 "unit": "${expected}" 以明确数字的含义`,
  'gate-unit': ({ gate, value, expected }) => `“${gate}”的单位为 ${value}；应以“${expected}”为单位`,
  'gate-min-samples': ({ gate, value, min }) =>
    `“${gate}”的 "minSamples" 为 ${value}；应为不小于 ${min} 的整数，这是该门禁本身的要求`,
  'gate-metric': ({ gate, value }) => `“${gate}”的指标为 ${value}；应为由字母、数字和连字符组成的指标名称，例如“top-1”`,
  'gate-percentile': ({ gate, value, known }) => `“${gate}”的百分位为 ${value}；可用的为 ${known}`,
  'gate-source': ({ gate, maxCharacters }) => `“${gate}”的来源应为不超过 ${maxCharacters} 个字符的文本`,
};
