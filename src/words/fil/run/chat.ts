import type { Text } from '../../language.ts';

export const chat: Text['chat'] = {
  title: 'Chat',
  lead: 'Makipag-chat sa language model na tumatakbo sa device na ito. Magbukas ng GGUF file, o ng folder ng isang ONNX o MLC model.',
  badLink: { title: 'Hindi valid na chat link' },
  askFiles: 'Magtanong sa sarili mong mga file',

  model: {
    choose: 'Pumili ng mga file',
    chooseFolder: 'Pumili ng folder',
    drop: 'Mag-drop dito ng .gguf file (lahat ng shard ng hinating model), o ng folder ng isang MLC model kasama ang .wasm library nito.',
    help: 'Direktang binubuksan ang mga file mula sa disk mo: walang ina-upload, at walang ginagawang kopya.',
    context: (tokens) => `context na ${tokens} token`,
    kvCache: (bytes) => `KV cache na ${bytes}`,
    skipMeasuring: 'Laktawan',
    whyMeasuring: 'Isang beses lang, para mapili ang bilang ng thread. Laktawan ito para mabuksan agad ang model.',
    noTemplate:
      'Walang chat template ang model na ito: itinutuloy nito ang huli mong mensahe sa halip na sagutin iyon.',
  },

  conversation: {
    label: 'Pag-uusap',
    you: 'Ikaw',
    model: 'Model',
    empty: 'Wala pang mensahe.',
    placeholder: 'Sumulat ng mensahe',
    write: 'Mensahe',
    writeHelp: 'Enter para ipadala, Shift+Enter para sa bagong linya, Escape para ihinto ang sagot.',
    send: 'Ipadala',
    stop: 'Ihinto',
    regenerate: 'Bumuo ulit',
    continueAnswer: 'Ituloy',
    generate: 'Bumuo ng sagot',
    plainText: 'Plain text',
    cutOff: 'Naputol dito ang sagot.',
    edit: 'I-edit',
    saveEdit: 'I-save at ipadala muli',
    editCancel: 'Kanselahin',
    processingPrompt: 'Pinoproseso ang prompt',
    usage: ({ ttft, prefill, decode, tokens, ended }) =>
      [
        ttft ? `oras hanggang unang token ${ttft}` : 'walang output',
        prefill && `prefill ${prefill} token/s`,
        decode ? `decode ${decode} token/s` : 'hindi nasukat ang bilis ng decode',
        tokens ?? 'hindi binilang ang mga token',
        ended,
      ]
        .filter(Boolean)
        .join(' ·\u00a0'),
    tokens: (count) => `${count} token`,
    ended: {
      model: '',
      length: 'naabot ang limit sa token',
      stopped: 'inihinto',
      context: 'puno ang context',
    },
    cannotContinue: (engine) =>
      `Hindi kayang ituloy ng ${engine} ang isang sagot: bumuo ulit nito, o hingin ang karugtong.`,
    context: (used, all) => `Context: ${used} sa ${all} token`,
    contextWithDraft: (used, all) => `Context kasama ang mensaheng ito: ${used} sa ${all} token`,
    nearlyFull:
      'Malapit nang mapuno ang context. Kapag puno na ito, natatapos ang mga sagot, at hindi ipinapadala ang mga mensaheng hindi kasya. Walang mensaheng inaalis maliban kung pipiliin mo.',
    full: 'Puno na ang context: natatapos dito ang mga sagot, at hindi ipinapadala ang mga mensaheng hindi kasya.',
    raiseContext: (tokens) => `Taasan ang context sa ${tokens} token`,
    omit: 'Huwag isama ang mas lumang kalahati',
    omitted: 'Hindi ipinapadala sa model ang mga mensahe sa itaas.',
    sendAllAgain: 'Ipadala ang lahat ng mensahe',
  },

  markdown: {
    code: 'Code',
    table: 'Table',
    done: 'Tapos',
  },

  engine: {
    title: 'Mga setting ng engine',
    help: 'Nire-reload ng mga pagbabago ang model. Hindi laging mas mabilis ang mas maraming thread: ihambing ang mga bilis na ipinapakita sa ilalim ng mga sagot.',
    beyond: (tokens) =>
      `Sinanay ang model nang may context na ${tokens} token; lampas doon, baka humina ang mga sagot nito.`,
  },

  settings: {
    title: 'Mga setting sa pagbuo',
    more: 'Sampling at format',
    system: 'System prompt',
    presets: 'Mga preset na prompt',
    presetNone: 'Pumili ng preset',
    presetsBuiltIn: 'Kasama na',
    presetsOwn: 'Sarili mo',
    presetName: 'Pangalan ng preset',
    presetTaken: 'May ibang preset na ganito ang pangalan.',
    presetSave: 'I-save ang prompt',
    presetRename: 'Palitan ang pangalan',
    presetDelete: 'Burahin',
    builtIn: [
      {
        name: 'Maikli',
        system: 'Sumagot sa isa o dalawang maikling pangungusap. Huwag ulitin ang tanong.',
      },
      {
        name: 'Programmer',
        system:
          'Isa kang bihasang programmer. Sumagot nang may gumaganang code sa isang code block, saka ito ipaliwanag nang maikli.',
      },
      {
        name: 'Tagasalin sa English',
        system: 'Isalin sa English ang bawat mensahe. Ang salin lang ang isagot.',
      },
      {
        name: 'Editor',
        system: 'Itama ang baybay at gramatika ng bawat mensahe. Ang naitamang text lang ang isagot.',
      },
    ],
    systemHelp: 'Ipinapadala bago ang pag-uusap; hindi ginagamit kung walang chat template ang model.',
    maxTokens: 'Max na token',
    temperature: 'Temperature',
    topP: 'Top-p',
    topK: 'Top-k',
    topKNone: 'Hindi suportado ng WebLLM ang top-k: gamitin ang top-p.',
    repeatPenalty: 'Repeat penalty',
    stop: 'Mga stop string',
    stopHelp: 'Isa bawat linya. Natatapos ang sagot bago ang una sa mga ito.',
    seed: 'Seed',
    seedNone: 'random',
    schema: 'JSON schema',
    schemaExample: '{"type": "object", "properties": {"name": {"type": "string"}}}',
    schemaHelp: 'Hayaang blangko para sa malayang text. Kapag may schema, JSON na tugma rito ang bawat sagot.',
    schemaNoObject: 'Hindi inilapat: ang schema ay isang JSON object, { … }.',
    schemaNoJson: (why) => `Hindi inilapat: hindi ito valid na JSON: ${why}`,
  },

  stored: {
    title: 'Mga naka-save na pag-uusap',
    none: 'Wala pang pag-uusap.',
    search: 'Maghanap sa mga pag-uusap',
    noneFound: 'Walang pag-uusap na may ganitong text.',
    rename: 'Palitan ang pangalan',
    name: 'Pamagat',
    renameDone: 'I-save',
    newConversation: 'Bagong pag-uusap',
    show: (title) => `Buksan ang “${title}”`,
    delete: (title) => `Burahin ang “${title}”`,
    untitled: 'Walang pamagat',
    deleted: 'Binura ang pag-uusap.',
    cut: 'Inalis ang mga mensahe pagkatapos ng in-edit.',
    undo: 'I-undo',
    export: 'I-save bilang JSON',
    exportMarkdown: 'I-save bilang Markdown',
    exportAll: 'I-save ang lahat bilang JSON',
    import: 'I-import',
    imported: (added, alreadyStored) => `Na-import: ${added}. Narito na: ${alreadyStored}.`,
    notStored: 'Hindi mai-store ang mga pag-uusap: mawawala ang mga ito kapag isinara ang tab na ito.',
  },
};
