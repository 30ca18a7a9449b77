import type { Text } from '../../language.ts';
import { format } from '../format.ts';

export const files: Text['files'] = {
  title: 'Uliza faili zako',
  lead: 'Hupata vifungu vya faili zako vinavyojibu swali, na kuvinukuu. Faili, faharasa na maswali hubaki kwenye kifaa hiki, na yote hufanya kazi nje ya mtandao.',
  badLink: { title: 'Kiungo batili' },

  model: {
    title: 'Modeli',
    embedding: 'Modeli ya embedding',
    embeddingHelp:
      'Hulinganisha maandishi kwa maana: modeli ya sentence-transformers au Model2Vec ya ONNX pamoja na tokenizer.json yake, au ya safetensors pamoja na config.json yake, ambayo grafu ya ONNX hutengenezwa kwayo hapa. Bila modeli hiyo, faili hutafutwa kwa maneno.',
    converting: 'Inatengeneza grafu ya ONNX kutokana na uzito',
    chooseEmbedding: 'Chagua modeli ya embedding',
    files: 'Chagua faili',
    folder: 'Chagua folda',
    chat: 'Modeli ya lugha',
    chatHelp: 'Si lazima: huandika jibu kutokana na vifungu. Bila modeli hiyo, vifungu pekee ndivyo huonyeshwa.',
    chooseChat: 'Chagua modeli ya lugha',
  },

  library: {
    title: 'Faili zako',
    add: 'Ongeza faili',
    addFolder: 'Ongeza folda',
    help: 'Maandishi, Markdown, HTML, PDF na Word (.docx). Unaweza pia kuzidondosha hapa.',
    dropNow: 'Dondosha ili kuongeza faili hizi',
    none: 'Bado hakuna faili.',
    waitsForModel: (count) =>
      count === 1 ? 'Faili moja inasubiri modeli ifunguliwe.' : `Faili ${count} zinasubiri modeli ifunguliwe.`,
    read: (file) => `Inasoma ${file}`,
    embed: (file) => `Inatengeneza embedding za ${file}`,
    waiting: (label, count) => `${label} (nyingine ${count})`,
    passages: (count) => (count === 1 ? 'Kifungu 1' : `Vifungu ${format.whole(count)}`),
    pagesWithoutText: (count) =>
      count === 1 ? 'ukurasa 1 hauna maandishi na umeachwa nje' : `kurasa ${count} hazina maandishi na zimeachwa nje`,
    keywordsOnly: 'hupatikana kwa maneno pekee',
    otherModel: 'embedding zake ni za modeli nyingine, kwa hivyo haitafutwi',
    embedAgain: (count) =>
      count === 1
        ? 'Tengeneza embedding za faili kwa modeli hii'
        : `Tengeneza embedding za faili ${count} kwa modeli hii`,
    remove: 'Ondoa',
    removeFile: (file) => `Ondoa ${file} kwenye faharasa`,
    deleteAll: 'Futa yote',
    deleteAllConfirm: 'Je, ungependa kufuta faharasa ya faili zote? Faili zenyewe hazitaguswa.',
    notPersistent: 'Kivinjari hiki hakihifadhi chochote cha ukurasa huu: faharasa itapotea ukurasa ukifungwa.',
    moreFailed: (count) =>
      count === 1 ? 'Faili nyingine moja haikuongezwa.' : `Faili nyingine ${format.whole(count)} hazikuongezwa.`,
  },

  ask: {
    title: 'Swali',
    label: 'Ungependa kujua nini?',
    ask: 'Uliza',
    stop: 'Simamisha',
    searching: 'Inatafuta',
    answer: 'Jibu',
    writing: 'Inasoma vifungu na kuandika jibu',
    mayBeWrong: 'Limeandikwa na modeli ya lugha kutokana na vifungu vilivyo hapa chini. Lilinganishe navyo.',
    notInFiles: 'Haimo kwenye faili zako.',
    notInFilesHelp: 'Hakuna kifungu kilicho karibu na swali hili kuliko maswali ya mambo mengine.',
    keywordsOnly: 'Faili hutafutwa kwa maneno. Chagua modeli ya embedding ili kutafuta kwa maana pia.',
    noKeywordInFiles:
      'Hakuna kifungu chenye neno lolote la swali hili. Modeli ya embedding hupata pia maneno mengine yenye maana hiyo.',
    sources: 'Vyanzo',
    nearest: 'Vifungu vilivyo karibu zaidi',
    source: (number) => `Nenda kwenye chanzo cha ${number}`,
    page: (page) => `ukurasa wa ${page}`,
    similarity: (value) => `ufanano ${value}`,
  },

  evaluation: {
    title: 'Kagua utafutaji',
    help: 'Orodha ya JSON, au JSON Lines: {"question": "…", "file": "mkataba.md", "passage": "maneno machache ya jibu"}. Ukiweka "file": null, faili hazipaswi kuwa na jibu lake. Bila "passage", kifungu chochote cha faili huhesabiwa.',
    choose: 'Chagua maswali yenye lebo',
    running: 'Inauliza maswali',
    caption: 'Kifungu sahihi hupatikana mara ngapi',
    method: 'Utafutaji',
    methods: { hybrid: 'Maana na maneno', vectors: 'Maana', keywords: 'Maneno' },
    metrics: {
      'recall-at-1': 'Recall@1',
      'recall-at-5': 'Recall@5',
      'recall-at-10': 'Recall@10',
      'mrr-at-10': 'MRR@10',
      'ndcg-at-10': 'nDCG@10',
    },
    answered: (right, all) =>
      `Maswali ${format.whole(right)} kati ya ${format.whole(all)} yenye jibu kwenye faili: vifungu vinavyoyahusu vimepatikana.`,
    unanswered: (right, all) =>
      `Maswali mengine ${format.whole(right)} kati ya ${format.whole(all)}: “Haimo kwenye faili zako”.`,
  },

  instructions: {
    system:
      'Jibu swali kutokana na vifungu vyenye namba pekee, kwa sentensi moja hadi tatu. Baada ya kila kauli, taja namba ya kifungu chake kwenye mabano, kama vile [1]. Ikiwa vifungu havijibu swali, jibu: Haimo kwenye faili zako.',
    user: (sources, question) =>
      `${sources.map(({ file, headings, text }, index) => `[${index + 1}] ${[file, ...headings].join(', ')}\n${text}`).join('\n\n')}\n\nSwali: ${question}`,
  },
};
