import type * as en from '../../en/errors/error-fixes.ts';

export const hallmarkFixes: typeof en.hallmarkFixes = {
  'hallmark-missing': '请粘贴含 #/h/ 的链接，或选择以 .hallmark.json 结尾的文件。',
  'hallmark-not-json': '请选择由 Assay 保存、以 .hallmark.json 结尾的文件。',
  'other-method': '请用生成它的 Assay 版本打开，或用当前版本重新测量模型。',
  'other-file': '它的签名有效。请比对当时测量的文件，或从同一来源获取该文件。',
  'digest-missing': '请重新打开模型文件，再运行一次。',
  'run-not-comparable': '请选择印记中注明的模型、数据和门禁文件。',
  'not-reproduced': '请检查运行设置是否相同。其他设备无法复现的印记不应采信。',
};

export const inputFixes: typeof en.inputFixes = {
  'size-missing': '请为每个动态维度输入不小于 1 的尺寸。',
  'size-invalid': '请输入大于 0 的整数。',
  'sizes-not-for-task': '请输入建议的尺寸。大多数检测模型要求高和宽相同。',
  'not-a-profile': '请选择 ONNX Runtime 在启用 enable_profiling 时写出的 JSON 文件。',
  'profile-without-nodes': '请在性能分析结束之前运行模型。',
  'no-node-coverage': '请选择 ONNX、TensorFlow.js 或 LiteRT 模型。',
  'no-such-dimension': '只能按这些名称设置动态维度。',
  'input-too-large': '请为其动态维度输入更小的尺寸。',
  'message-too-large': '请为其动态维度输入更小的尺寸，或选择浏览器中的引擎。',
  'text-not-numbers': '请选择 Assay 能运行的任务的模型。',
  'text-blank': '请输入文本。',
  'no-chat-template': '请发送纯文本而不是对话，或选择经过对话微调的模型。',
  'prompt-beyond-context': '请缩短提示词，或选择更长的上下文。',
  'no-top-k': '请改用 top-p。',
  'language-unknown': '请选择其他语言，或使用自动检测。',
  'schema-keyword':
    '请只使用这些关键字：type, properties, required, additionalProperties, items, minItems, maxItems, enum, const, anyOf, oneOf, minLength, maxLength, $ref。如需其他关键字，请用其他引擎打开模型。',
  'schema-beyond-vocabulary': '请使用其他 schema 或其他模型。',
  'chat-template-rejects': '请修改消息，或发送纯文本。',
  'rejected-by-engine': '请选择模型支持的尺寸或数值。',
  answering: '请等待其完成，或将其停止。',
  'task-not-scored': '请选择其他任务。',
  'no-matching-classes': '请为数据集的类别选择对应的模型标签，或选择支持这些类别的模型。',
  'unfinished-run-differs': '请选择相同的模型和文件夹以继续，或放弃后重新开始。',
  'action-not-offered': '请先打开提供该功能的页面。',
  'keys-missing': '请同时选择模型及其字典。',
  'keys-wrong-count': '请同时选择模型及其字典。',
};

export const documentFixes: typeof en.documentFixes = {
  'pdf-encrypted': '请另存一份不带密码的副本，再添加。',
  'pdf-without-text': '它很可能是扫描件：请先用 OCR 程序识别文字，再添加识别结果。',
  'pdf-damaged': '请用其他程序打开并重新保存。',
  'docx-damaged': '请用 Word 或 LibreOffice 打开，重新保存为 .docx。',
  'word-old-or-encrypted': '请另存为不带密码的 .docx，再添加。',
  'document-too-large': '请拆分后只添加需要的部分。',
  'document-not-text': '请添加文本、Markdown、HTML、PDF 或 Word（.docx）文件。',
};

export const labelFixes: typeof en.labelFixes = {
  'several-layouts': '请选择采用哪一种。',
  'several-label-files': '请选择采用哪一个。',
  'several-splits': '请选择其中一个划分，或它的文件夹。',
  'no-label-file': '请添加该文件，或选择其他标注格式。',
  'audio-not-scored': '请选择图像或文本的文件夹，或选择语音识别任务。',
  'no-inputs': '请选择包含这些文件的文件夹，或选择适用于现有文件的模型。',
  'no-items': '请选择包含这些文件的文件夹，或更正标注中的文件名。',
  'other-label-kind': '请选择适合这些标注的任务，或选择其他文件夹。',
  'dataset-file-changed': '请在没有其他程序写入该文件夹时重新运行。',
  'text-not-unicode': '请保存为 UTF-8。',
  'labels-too-large': '请拆分文件，或只评测其中一部分。',
  'quote-not-closed': '请补上引号；属于文本本身的引号应写成两个。',
  'text-after-quote': '属于文本本身的引号应写成两个。',
  'line-not-json': '请更正该行。每一行都必须是 JSON 对象。',
  'line-not-object': '请更正该行。每一行都必须是 JSON 对象。',
  'key-repeated': '请删除不适用的那一个。',
  'too-many-columns': '请让所有行使用相同的字段。',
  'no-tagged-words': '请检查它是否为 CoNLL 文件：每行一个词及其标签，句子之间空一行。',
  'columns-unclear': '请指定每一列的内容。',
  'column-unknown': '请从这些列中选择。',
};
