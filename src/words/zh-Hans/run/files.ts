import type { Text } from '../../language.ts';
import { format } from '../format.ts';

export const files: Text['files'] = {
  title: '文件问答',
  lead: '在你的文件中找出能回答问题的段落并引用原文。文件、索引和问题都留在本设备上，全程可离线使用。',
  badLink: { title: '链接无效' },

  model: {
    title: '模型',
    embedding: '嵌入模型',
    embeddingHelp:
      '按语义比较文本：带 tokenizer.json 的 ONNX 格式 sentence-transformers 或 Model2Vec 模型，或带 config.json 的 safetensors 模型（会在本机构建 ONNX 计算图）。不选则按关键词搜索文件。',
    converting: '正在用权重构建 ONNX 计算图',
    chooseEmbedding: '选择嵌入模型',
    files: '选择文件',
    folder: '选择文件夹',
    chat: '语言模型',
    chatHelp: '可选：根据段落写出回答。不选则只显示段落。',
    chooseChat: '选择语言模型',
  },

  library: {
    title: '你的文件',
    add: '添加文件',
    addFolder: '添加文件夹',
    help: '支持文本、Markdown、HTML、PDF 和 Word（.docx），也可以拖到这里。',
    dropNow: '松开即可添加这些文件',
    none: '还没有文件。',
    waitsForModel: (count) => `${count} 个文件正在等待模型打开。`,
    read: (file) => `正在读取 ${file}`,
    embed: (file) => `正在计算 ${file} 的嵌入向量`,
    waiting: (label, count) => `${label}（还有 ${count} 个）`,
    passages: (count) => `${format.whole(count)} 个段落`,
    pagesWithoutText: (count) => `${count} 页没有文字，已略过`,
    keywordsOnly: '只能按关键词找到',
    otherModel: '由另一个模型计算嵌入，因此不参与搜索',
    embedAgain: (count) => `用此模型为 ${count} 个文件计算嵌入`,
    remove: '移除',
    removeFile: (file) => `把 ${file} 从索引中移除`,
    deleteAll: '全部删除',
    deleteAllConfirm: '要删除所有文件的索引吗？文件本身不受影响。',
    notPersistent: '此浏览器不为本页面保存任何数据：关闭页面后索引会丢失。',
    moreFailed: (count) => `另有 ${format.whole(count)} 个文件未能添加。`,
  },

  ask: {
    title: '提问',
    label: '你想知道什么？',
    ask: '提问',
    stop: '停止',
    searching: '正在搜索',
    answer: '回答',
    writing: '正在阅读段落并撰写回答',
    mayBeWrong: '由语言模型根据以下段落撰写，请对照原文核实。',
    notInFiles: '你的文件中没有答案。',
    notInFilesHelp: '即使是最接近的段落，与此问题的相关程度也不高于与无关问题的相关程度。',
    keywordsOnly: '目前按关键词搜索文件。选择嵌入模型后还可以按语义搜索。',
    noKeywordInFiles: '没有段落包含此问题中的词。嵌入模型还能找到意思相近的说法。',
    sources: '来源',
    nearest: '最接近的段落',
    source: (number) => `跳到来源 ${number}`,
    page: (page) => `第 ${page} 页`,
    similarity: (value) => `相似度 ${value}`,
  },

  evaluation: {
    title: '检验搜索效果',
    help: 'JSON 列表或 JSON Lines：{"question": "…", "file": "lease.md", "passage": "答案中的几个词"}。"file" 为 null 表示文件中不应有答案。没有 "passage" 时，该文件的任何段落都算正确。',
    choose: '选择带标注的问题',
    running: '正在提问',
    caption: '找到正确段落的比例',
    method: '搜索方式',
    methods: { hybrid: '语义加关键词', vectors: '语义', keywords: '关键词' },
    metrics: {
      'recall-at-1': 'Recall@1',
      'recall-at-5': 'Recall@5',
      'recall-at-10': 'Recall@10',
      'mrr-at-10': 'MRR@10',
      'ndcg-at-10': 'nDCG@10',
    },
    answered: (right, all) => `文件中有答案的 ${format.whole(all)} 个问题中，${format.whole(right)} 个找到了相关段落。`,
    unanswered: (right, all) =>
      `其余 ${format.whole(all)} 个问题中，${format.whole(right)} 个显示“你的文件中没有答案”。`,
  },

  instructions: {
    system:
      '只根据带编号的段落，用一到三句话回答问题。每个论断之后用方括号注明所依据段落的编号，例如 [1]。如果段落无法回答问题，请回复：你的文件中没有答案。',
    user: (sources, question) =>
      `${sources.map(({ file, headings, text }, index) => `[${index + 1}] ${[file, ...headings].join('，')}\n${text}`).join('\n\n')}\n\n问题：${question}`,
  },
};
