import type * as en from '../../en/hallmark/hallmark-faults.ts';
import { format } from '../format.ts';

/** `印记`, or `副署 2 `, before a Chinese character. */
const signed = (signature: string) =>
  signature === 'hallmark' ? '印记' : `${signature.replace('countersignature', '副署')} `;

const components: Readonly<Record<string, string>> = {
  model: '模型',
  data: '带标注的数据集',
  baseline: '基线模型',
  gates: '门禁文件',
};

const hashText = (sha256: string) => (sha256 === '' ? '缺失' : `SHA-256 为 ${sha256}`);

export const hallmarkFaults: typeof en.hallmarkFaults = {
  'hallmark-missing': () => '其中没有印记，或印记的大部分缺失',
  'hallmark-not-json': () => '该文件不是印记：它不是 JSON 对象',
  'hallmark-too-large': ({ bytes, maxBytes }) => `它有 ${format.bytes(bytes)}，上限为 ${format.bytes(maxBytes)}`,
  'envelope-field': ({ field }) => `其字段“${field}”被更改、添加或移除`,
  'field-repeated': ({ field }) => `某个对象中的字段“${field}”出现两次`,
  'payload-type': ({ signature, type, expectedType }) =>
    `${signed(signature)}的内容类型应为“${expectedType}”，实际为“${type}”`,

  'public-key': ({ signature }) => `${signed(signature)}的公钥不是 ECDSA P-256 密钥`,
  'key-id': ({ signature }) => `${signed(signature)}的密钥 ID 不是其公钥的 SHA-256`,
  signature: ({ signature }) => `${signed(signature)}的签名无效，说明内容、密钥或签名被更改过`,

  'statement-not-json': ({ signature }) => `${signed(signature)}的内容不是 UTF-8 编码的 JSON`,
  'statement-type': ({ signature, type }) => `${signed(signature)}的内容类型为“${type}”，当前版本的 Assay 不支持`,
  'statement-field': ({ signature, field }) => `${signed(signature)}的内容中，字段“${field}”缺失、未知或取值无效`,
  'statement-form': ({ signature }) => `${signed(signature)}的内容不是规范形式（RFC 8785）`,
  'name-invisible': ({ signature, field }) => `${signed(signature)}的内容中，“${field}”里有名称为空或由不可见字符组成`,
  'gate-repeated': ({ gate }) => `门禁“${gate}”出现两次`,
  'no-required-gate': () => '它没有严重级别为“error”的门禁，因此不可能不通过',
  'gate-not-supported': () => '它含有当前版本的 Assay 不支持的门禁，因此无法核对其结论；请更新 Assay',
  'gate-not-as-defined': ({ gate, field }) => `门禁“${gate}”不能有这样的“${field}”`,
  'gate-without-baseline': ({ gate }) => `门禁“${gate}”要与基线模型比较，但没有基线模型`,
  'gate-without-items': ({ gate, n, items }) =>
    `门禁“${gate}”为 ${format.whole(n)} 个样本打分，但带标注的数据集有 ${format.whole(items)} 个`,
  'state-contradicts-limit': ({ gate }) => `门禁“${gate}”的结果与其限值矛盾`,
  'verdict-contradicts-gates': ({ verdict, expectedVerdict }) =>
    `其结论为“${verdict}”，但按门禁结果应为“${expectedVerdict}”`,
  'grade-contradicts-gates': ({ grade, expectedGrade }) => `其等级为 ${grade}，但按质量比值应为 ${expectedGrade}`,
  'gates-after-start': ({ readAt, startedAt }) => `其门禁文件读取于 ${readAt}，晚于运行开始的时间 ${startedAt}`,
  'other-method': ({ method, supportedMethod }) =>
    `它按测量方法版本 ${method} 测得，而当前版本的 Assay 支持 ${supportedMethod}`,
  'no-subject': () => '它没有注明模型文件',

  'signs-other-hallmark': ({ signature }) => `${signed(signature)}属于另一个印记`,
  'same-key': ({ signature }) => `${signed(signature)}所用的密钥此前已签过名，因此不增加任何证据`,

  'same-run': ({ signature }) =>
    `${signed(signature)}的运行与印记的运行开始于同一分钟且数值完全相同，无法与复制区分；请一分钟后重新运行`,
  'run-earlier': ({ signature, startedAt }) => `${signed(signature)}的运行开始于 ${startedAt}，早于印记的运行`,

  'gates-differ-from-file': ({ file, gate }) => `其摘要与门禁文件 ${file} 相同，但门禁“${gate}”与该文件不同`,
  'other-file': ({ file, sha256, expectedSha256 }) =>
    `${file} 不是它所注明的文件${sha256 === '' ? '' : `；其 SHA-256 为 ${sha256}`}${expectedSha256 === '' ? '' : `；当时测量的同名文件为 ${expectedSha256}`}`,
  'item-repeated': ({ item }) => `“${item}”声明了两次`,
  'baseline-files': ({ signature }) => `${signed(signature)}的基线模型文件与其摘要不符`,

  'digest-missing': ({ file }) => `${file} 的 SHA-256 未知`,
  'run-not-comparable': ({ component, sha256, expectedSha256 }) =>
    `本次运行的${components[component] ?? component}：${hashText(sha256)}；印记中：${hashText(expectedSha256)}`,
  'not-reproduced': ({ gates }) => `其结果与印记不同${gates && `：${gates}`}`,
};
