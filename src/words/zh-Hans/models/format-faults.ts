import type * as en from '../../en/models/format-faults.ts';
import { format } from '../format.ts';

const { bytes, whole } = format;
/** Sizes that may differ by a single byte. */
const exactBytes = (value: number) => `${whole(value)} 字节`;

export const formatFaults: typeof en.formatFaults = {
  'no-graph': () => '其中没有计算图',
  'ends-early': ({ missingBytes }) => `文件末尾缺少 ${exactBytes(missingBytes)}`,
  'weights-cut-off': ({ sizeBytes, expectedBytes }) => {
    const [size, expected] = [bytes(sizeBytes), bytes(expectedBytes)];
    return size === expected
      ? `缺少最后 ${exactBytes(expectedBytes - sizeBytes)}`
      : `应有 ${expected}，实际只有 ${size}`;
  },
  'bytes-after-weights': ({ extraBytes }) => `最后一个张量之后还有 ${exactBytes(extraBytes)}`,
  'file-shrank': () => '文件在读取过程中变短了',
  'header-too-large': ({ maxBytes }) => `文件头超过 ${bytes(maxBytes)}`,
  'unsafe-file-name': ({ file }) => `它引用的文件“${file}”位于模型文件夹之外`,

  'field-too-large': ({ bytes: declared, maxBytes }) =>
    `某字段声明的大小为 ${exactBytes(declared)}，上限为 ${exactBytes(maxBytes)}`,
  'number-out-of-range': ({ value }) => `数值 ${value} 超出范围`,
  'nested-too-deep': ({ maxDepth }) => `嵌套超过 ${maxDepth} 层`,
  'too-many-parts': ({ max }) => `组成部分超过 ${whole(max)} 个`,
  'too-many-tensors': ({ count, max }) => `声明了 ${whole(count)} 个张量，上限为 ${whole(max)}`,
  'too-many-metadata-entries': ({ count, max }) => `声明了 ${whole(count)} 个元数据条目，上限为 ${whole(max)}`,
  'too-much-metadata-text': ({ maxBytes }) => `元数据中的文本超过 ${bytes(maxBytes)}`,
  'array-too-long': ({ length }) => `声明了一个含 ${whole(length)} 个元素的数组`,
  'metadata-type-unknown': ({ type }) => `元数据中某个值的类型 ${type} 未知`,
  'alignment-invalid': ({ alignment }) => `对齐值为 ${alignment}，应为大于 0 的数`,
  'offset-outside-file': () => '某个偏移量指向文件之外',
  'tables-without-end': () => '其中的表循环引用',

  'value-cut-off': () => '文件在某个值的中间结束',
  'varint-too-long': () => '某个数字超过 64 位',
  'field-number-invalid': () => '某个字段的编号无效',
  'wire-type-unknown': ({ type }) => `某个字段的 wire type ${type} 未知`,
  'packed-length-invalid': ({ bytes: length, elementBytes }) =>
    `每个数字 ${elementBytes} 字节的列表有 ${exactBytes(length)}`,

  'not-json': ({ why }) => `不是有效的 JSON（${why}）`,
  'json-too-large': ({ bytes: size, maxBytes }) => `其 JSON 为 ${bytes(size)}，上限为 ${bytes(maxBytes)}`,
  'json-too-many-objects': ({ count, max }) => `其 JSON 有 ${whole(count)} 个对象和数组，上限为 ${whole(max)}`,
  'json-not-object': () => '其 JSON 不是对象',
  'file-not-object': ({ file }) => `“${file}”不是 JSON 对象`,
  'entry-invalid': ({ entry }) => `条目“${entry}”缺失或无效`,

  'tensor-type-unknown': ({ tensor, type }) => `张量“${tensor}”的类型 ${type} 未知`,
  'tensor-missing': ({ tensor }) => `缺少张量“${tensor}”`,
  'tensor-type-not-supported': ({ tensor, type, known }) => `张量“${tensor}”的类型为 ${type}；支持的类型：${known}`,
  'tensor-rank-too-high': ({ tensor, rank, max }) => `张量“${tensor}”有 ${whole(rank)} 个维度，上限为 ${max}`,
  'tensor-shape-invalid': ({ tensor }) => `张量“${tensor}”的形状无效`,
  'tensor-too-large': ({ shape }) => `某个张量的形状 [${shape}] 不可能存在`,
  'tensor-offsets-invalid': ({ tensor }) => `张量“${tensor}”的偏移量无效`,
  'tensor-bytes-mismatch': ({ tensor, shape, actualBytes }) =>
    `张量“${tensor}”有 ${exactBytes(actualBytes)}，与其形状 [${shape}] 不符`,
  'tensor-values-mismatch': ({ tensor, shape, count }) =>
    `张量“${tensor}”有 ${whole(count)} 个值，与其形状 [${shape}] 不符`,
  'tensor-rows-invalid': ({ tensor, rowElements, blockElements }) =>
    `张量“${tensor}”每行有 ${whole(rowElements)} 个元素，不是块大小 ${blockElements} 的整数倍`,
  'tensor-not-finite': ({ tensor }) => `张量“${tensor}”含有 NaN 或无穷大，无法用整数表示`,
  'gguf-magic-missing': () => '文件不是以“GGUF”开头',
  'tensors-overlap': () => '张量之间有重叠或空隙',
  'too-many-elements': () => '权重的元素超过 2^53 个',
  'tensor-index-invalid': ({ index, count }) => `它引用张量 ${index}，但只有 ${whole(count)} 个张量`,
  'operator-code-invalid': ({ index }) => `它使用了未声明的算子代码 ${index}`,

  'value-missing': ({ value }) => `某个节点读取“${value}”，但计算图中没有任何节点计算它，也没有存储它`,
  'value-defined-twice': ({ value }) => `计算图重复定义了“${value}”`,
  'nodes-unordered': ({ value }) => `某个节点在“${value}”被计算之前就读取它`,
  'graph-cycle': ({ value }) => `计算“${value}”时直接或间接依赖于“${value}”自身`,
  'domain-missing': ({ domain }) => `它使用域“${domain}”的算子，但没有导入该域`,

  'gguf-version-1': () => '它是 GGUF 版本 1（2023 年）；请用最新的 llama.cpp 重新转换模型',
  'gguf-version': ({ version }) => `它是 GGUF 版本 ${version}；Assay 支持版本 2 和 3`,
  'gguf-big-endian': () => '它是大端序 GGUF；请使用小端序文件',
};
