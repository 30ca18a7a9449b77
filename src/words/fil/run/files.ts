import type { Text } from '../../language.ts';
import { count, format } from '../format.ts';

export const files: Text['files'] = {
  title: 'Magtanong sa mga file mo',
  lead: 'Hinahanap ang mga sipi sa mga file mo na sumasagot sa isang tanong, at sinisipi ang mga ito. Hindi umaalis sa device na ito ang mga file, index, at tanong, at gumagana ang lahat offline.',
  badLink: { title: 'Hindi valid na link' },

  model: {
    title: 'Mga model',
    embedding: 'Embedding model',
    embeddingHelp:
      'Naghahambing ng mga text ayon sa kahulugan: isang sentence-transformers o Model2Vec model sa ONNX kasama ang tokenizer.json nito, o sa safetensors kasama ang config.json nito, na pinagmumulan ng ONNX graph na binubuo rito. Kung wala nito, ayon sa mga salita hinahanap ang mga file.',
    converting: 'Binubuo ang ONNX graph mula sa mga weight',
    chooseEmbedding: 'Pumili ng embedding model',
    files: 'Pumili ng mga file',
    folder: 'Pumili ng folder',
    chat: 'Language model',
    chatHelp: 'Opsyonal: sumusulat ng sagot mula sa mga sipi. Kung wala nito, mga sipi lang ang ipinapakita.',
    chooseChat: 'Pumili ng language model',
  },

  library: {
    title: 'Mga file mo',
    add: 'Magdagdag ng mga file',
    addFolder: 'Magdagdag ng folder',
    help: 'Text, Markdown, HTML, PDF, at Word (.docx). Puwede mo ring i-drop dito ang mga ito.',
    dropNow: 'I-drop para idagdag ang mga file na ito',
    none: 'Wala pang file.',
    waitsForModel: (number) => `${count(number, 'file')} ang naghihintay hanggang mabuksan ang model.`,
    read: (file) => `Binabasa ang ${file}`,
    embed: (file) => `Ine-embed ang ${file}`,
    waiting: (label, number) => `${label} (${number} pa)`,
    passages: (number) => count(number, 'sipi'),
    pagesWithoutText: (number) => `walang text ang ${count(number, 'pahina')}, kaya hindi isinama`,
    keywordsOnly: 'ayon lang sa mga salita hinahanap',
    otherModel: 'in-embed ng ibang model, kaya hindi ito hinahanap',
    embedAgain: (number) =>
      number === 1
        ? 'I-embed ang file gamit ang model na ito'
        : `I-embed ang ${count(number, 'file')} gamit ang model na ito`,
    remove: 'Alisin',
    removeFile: (file) => `Alisin ang ${file} sa index`,
    deleteAll: 'Burahin lahat',
    deleteAllConfirm: 'Burahin ang index ng lahat ng file? Hindi gagalawin ang mismong mga file.',
    notPersistent:
      'Walang sino-store ang browser na ito para sa page na ito: mawawala ang index kapag isinara ang page.',
    moreFailed: (number) => `${count(number, 'file')} pa ang hindi naidagdag.`,
  },

  ask: {
    title: 'Tanong',
    label: 'Ano ang gusto mong malaman?',
    ask: 'Magtanong',
    stop: 'Ihinto',
    searching: 'Naghahanap',
    answer: 'Sagot',
    writing: 'Binabasa ang mga sipi at sumusulat ng sagot',
    mayBeWrong: 'Isinulat ng language model mula sa mga sipi sa ibaba. Ihambing ito sa mga iyon.',
    notInFiles: 'Wala sa mga file mo.',
    notInFilesHelp: 'Walang siping mas malapit sa tanong na ito kaysa sa mga tanong tungkol sa iba pang bagay.',
    keywordsOnly:
      'Ayon sa mga salita hinahanap ang mga file. Pumili ng embedding model para makapaghanap din ayon sa kahulugan.',
    noKeywordInFiles:
      'Walang siping may salita mula sa tanong na ito. Nakakahanap din ang embedding model ng ibang salita para dito.',
    sources: 'Mga pinagmulan',
    nearest: 'Mga pinakamalapit na sipi',
    source: (number) => `Pumunta sa pinagmulan ${number}`,
    page: (page) => `pahina ${page}`,
    similarity: (value) => `pagkakatulad ${value}`,
  },

  evaluation: {
    title: 'Suriin ang paghahanap',
    help: 'Isang listahan sa JSON, o JSON Lines: {"question": "…", "file": "lease.md", "passage": "ilang salita ng sagot"}. Kapag "file": null, hindi dapat masagot iyon ng mga file. Kapag walang "passage", tinatanggap ang anumang sipi ng file.',
    choose: 'Pumili ng mga tanong na may label',
    running: 'Itinatanong ang mga tanong',
    caption: 'Kung gaano kadalas nahahanap ang tamang sipi',
    method: 'Paghahanap',
    methods: { hybrid: 'Kahulugan at mga salita', vectors: 'Kahulugan', keywords: 'Mga salita' },
    metrics: {
      'recall-at-1': 'Recall@1',
      'recall-at-5': 'Recall@5',
      'recall-at-10': 'Recall@10',
      'mrr-at-10': 'MRR@10',
      'ndcg-at-10': 'nDCG@10',
    },
    answered: (right, all) =>
      `${format.whole(right)} sa ${count(all, 'tanong')} na may sagot sa mga file: may nahanap na siping tungkol sa mga ito.`,
    unanswered: (right, all) => `${format.whole(right)} sa ${count(all, 'ibang tanong')}: “Wala sa mga file mo”.`,
  },

  instructions: {
    system:
      'Sagutin ang tanong mula lang sa mga siping may numero, sa isa hanggang tatlong pangungusap. Pagkatapos ng bawat pahayag, banggitin sa loob ng bracket ang numero ng sipi nito, gaya ng [1]. Kung hindi sinasagot ng mga sipi ang tanong, isagot: Wala sa mga file mo.',
    user: (sources, question) =>
      `${sources.map(({ file, headings, text }, index) => `[${index + 1}] ${[file, ...headings].join(', ')}\n${text}`).join('\n\n')}\n\nTanong: ${question}`,
  },
};
