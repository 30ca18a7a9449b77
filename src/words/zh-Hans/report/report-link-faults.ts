import type * as en from '../../en/report/report-link-faults.ts';
import { format } from '../format.ts';

const { bytes: size, whole } = format;

const range = (min: number, max: number) => (max === Infinity ? `不小于 ${min}` : `在 ${min} 到 ${max} 之间`);

export const reportLinkFaults: typeof en.reportLinkFaults = {
  'link-empty': () => '它是空的',
  'not-a-report-link': () => '它不是 Assay 结果的链接，或大部分缺失',
  'link-too-long': ({ characters, maxCharacters }) =>
    `它有 ${whole(characters)} 个字符，上限为 ${whole(maxCharacters)}`,
  'link-character': ({ character }) => `它包含字符“${character}”`,
  'link-end-missing': () => '末尾缺失',
  'link-last-character': () => '最后一个字符被更改',
  'link-bytes-missing': ({ actualBytes, expectedBytes }) =>
    `末尾缺失：应有 ${whole(expectedBytes)} 字节，实际为 ${whole(actualBytes)} 字节`,
  'link-bytes-added': ({ extraBytes }) => `末尾多出了内容（${whole(extraBytes)} 字节）`,
  'link-checksum': () => '校验和不符，说明其中有内容被更改',
  'report-version': ({ version, maxVersion }) => `其版本为 ${version}，当前版本的 Assay 最高支持 ${maxVersion}`,
  'link-not-deflate': () => '其内容无法解压',
  'link-inflates-beyond': ({ maxBytes }) => `解压后超过 ${size(maxBytes)}`,

  'report-ends-early': () => '其内容提前结束',
  'report-bytes-left': ({ bytes }) => `报告末尾之后还有 ${whole(bytes)} 字节`,
  'report-number': ({ value, min, max }) => `其中的数字 ${value} 应在 ${min} 到 ${max} 之间`,
  'report-number-form': () => '其中有数字不是最短形式',
  'report-value': ({ value, min }) => `其中的值 ${value} 应为有限数且不小于 ${min}`,
  'report-text-encoding': () => '其中有文本不是 UTF-8',
  'report-text-characters': () => '其中有文本含有无法显示的字符',
  'report-hash': ({ bytes }) => `其中的哈希应为 32 字节，实际为 ${bytes} 字节`,
  'report-code': ({ number }) => `其中的代码 ${number} 不受当前版本的 Assay 支持`,
  'report-field-unknown': ({ number }) => `其中的字段 ${number} 不受当前版本的 Assay 支持`,
  'report-field-repeated': ({ field }) => `字段 ${field} 出现两次`,
  'report-field-missing': ({ field }) => `缺少字段 ${field}`,
  'report-field-value': ({ field }) => `字段“${field}”的值无效`,
  'not-a-result': () => '它既不是结果，也不是结果的链接',

  'histogram-width': ({ widthMs }) => `其直方图的区间宽度为 ${widthMs} ms`,
  'histogram-order': () => '其直方图的区间顺序有误',
  'no-cells': () => '其中没有测量数据',
  'cell-repeated': () => '其中有两项测量同名',
  'flag-repeated': () => '某个标记设置了两次',
  'validity-contradicts-flags': ({ validity, expectedValidity }) =>
    `其有效性为“${validity}”，但按标记应为“${expectedValidity}”`,
  'flags-contradict-agreement': () => '其标记与对参考的一致性矛盾',
  'agreement-contradicts': () => '其对参考的一致性与自身的数值矛盾',
  'score-out-of-range': ({ metric, value, min, max }) => `其得分“${metric}”为 ${value}，应${range(min, max)}`,
  'gates-contradict': () => '其判定与未通过的门禁矛盾',
  'items-contradict': () => '其各项样本数互相矛盾',
  'too-many-samples': ({ samples, max }) => `它声明了 ${whole(samples)} 次采样，上限为 ${whole(max)}`,
  'samples-missing': ({ samples, actualSamples }) =>
    `它声明了 ${whole(samples)} 次采样，但只有 ${whole(actualSamples)} 次`,
  'cell-without-samples': () => '其中有一项测量没有采样',
  'statistics-contradict': () => '其统计量互相矛盾',
  'environment-missing': () => '它没有注明测量所用的浏览器或 CPU',
};
