import type { Text } from '../../language.ts';

const topics: Text['about']['help']['topics'] = [
  {
    title: '马上试用一个模型',
    text: '应用自带目标检测、十类图像分类和手写数字识别模型。可以用示例图片、自己的图片或摄像头；数字可以直接手写。',
    links: [{ href: '#/run?task=object-detection&sample=1', label: '在示例图片中检测目标' }],
  },
  {
    title: '与语言模型对话',
    text: '下载页面上列出的小模型，或打开本地的 GGUF 文件，之后无需联网即可对话。',
    links: [{ href: '#/chat', label: '打开“对话”' }],
  },
  {
    title: '向自己的文件提问',
    text: '添加文本、Markdown、HTML、PDF 和 Word 文件。嵌入模型会找出能回答问题的段落，语言模型可以据此写出带引用的回答。索引只保存在本设备上。',
    links: [{ href: '#/files', label: '打开“文件问答”' }],
  },
  {
    title: '下载前先检查模型',
    text: '输入 Hugging Face 模型的“组织/名称”，或选择文件：ONNX、GGUF、TFLite、TensorFlow.js、safetensors 或 MLC。只读取文件头，即可得知模型的基本信息、本设备能否装下，以及运行速度。',
    links: [{ href: '#/models', label: '打开“模型”' }],
  },
  {
    title: '测量、分享和对比',
    text: '一次基准测试需要十秒到几分钟。结果就是一个链接，任何人打开都能看到测量数据，也能重新测一遍。结果同时保存在本机，可以两两对比。',
    links: [{ href: '#/bench?workload=conv&effort=quick&auto=1', label: '测试本设备' }],
  },
  {
    title: '用自己的文件判定模型是否合格',
    text: '选择模型和一个带标注的文件夹，在门禁文件中设定限值，然后运行。得分附有置信区间，还可以在同一批文件上与基线模型对比。',
    links: [{ href: '#/evaluate', label: '打开“评测”' }],
  },
  {
    title: '证明结果，或查验他人的结果',
    text: '印记是一份签名声明：在哪台设备上、用哪个模型和哪些数据测得了什么。任何人都可以验证签名并重新运行。',
    links: [{ href: '#/verify', label: '验证印记' }],
  },
  {
    title: '让模型更小或更快',
    text: '“优化”会去除 ONNX 模型中的多余计算，或对模型做量化，然后与原模型对比速度和质量。',
    links: [{ href: '#/optimise', label: '打开“优化”' }],
  },
  {
    title: '教模型认识您自己的类别',
    text: '“教学”在此浏览器中用每个类别的几张图片训练模型，在留作测试的图片上检验，并保存为一个 ONNX 文件。',
    links: [{ href: '#/teach', label: '打开“教学”' }],
  },
  {
    title: '为模型找到更好的配置',
    text: '“调优”在此设备上让不同的引擎、线程数和设置相互比较，从试过的配置中找出输出保持正确的最佳配置，例如最快的配置。',
    links: [{ href: '#/tune', label: '打开“调优”' }],
  },
  {
    title: '部署模型、试用新版本并监控',
    text: '在“运行”页为模型起一个名称。新版本先以影子方式运行，或逐步承接更多输入，再根据实际表现转正或否决；一键即可回滚。延迟、错误和置信度都在此浏览器中监控，并可设置告警。',
    links: [{ href: '#/deployments', label: '打开“部署”' }],
  },
  {
    title: '了解模型在算什么、时间花在哪里',
    text: '“计算图”绘出模型的算子并显示权重，“性能分析”测量每个算子在一次运行中的耗时。',
    links: [
      { href: '#/graph', label: '打开“计算图”' },
      { href: '#/profile', label: '打开“性能分析”' },
    ],
  },
  {
    title: '在浏览器之外运行模型',
    text: '配套程序在这台电脑上用原生引擎运行模型，通常更快。同一个模型可以在本页面和各个原生引擎之间对比。',
    links: [
      { href: '#/companion', label: '原生引擎' },
      { href: '#/targets', label: '引擎对比' },
    ],
  },
  {
    title: '模型很慢或打不开时',
    text: '“设备”页列出此浏览器和这台设备支持什么，以及缺失时怎么办：通常是重新加载以启用多线程、为 WebGPU 开启硬件加速，或换用更小的模型变体。',
    links: [{ href: '#/device', label: '打开“设备”' }],
  },
  {
    title: '离线使用',
    text: '访问过一次之后，所有页面都可以离线打开。每个页面底部的“哪些功能可离线使用”列出各个引擎，并可保存尚未保存的引擎。已保存的模型也可离线使用。',
    links: [{ href: '#/models', label: '查看已保存的模型' }],
  },
];

export const about: Text['about'] = {
  about: {
    title: '关于 Assay',
    lead: 'Assay 在浏览器中运行 AI 模型，按固定的方法测量性能，并检查输出是否正确。',
    facts: { version: '版本', commit: '提交', licence: '许可证', models: '模型' },
    licence: 'Apache License 2.0。自带的库和模型各有其许可证，列于 THIRD_PARTY.md。',
    bundled: (name, licence) => `${name}：${licence}`,
  },
  help: { title: '帮助', lead: 'Assay 能做什么，在哪里做。', topics },
  method: { title: '测量方法', lead: '结果中每个数值的测量规则。' },
};
