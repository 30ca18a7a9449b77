import type { Text } from '../../language.ts';

const help: Text['about']['help']['topics'] = [
  {
    title: 'Sumubok agad ng model',
    text: 'Kasama na sa app ang pagtukoy ng mga bagay, pag-uuri ng larawan sa sampung class, at pagkilala ng digit. Gamitin ang sample na larawan, ang sarili mong mga larawan, o ang camera; para sa mga digit, gumuhit ng isa.',
    links: [{ href: '#/run?task=object-detection&sample=1', label: 'Tukuyin ang mga bagay sa sample' }],
  },
  {
    title: 'Makipag-chat sa language model',
    text: 'I-download ang isa sa maliliit na model na nakalista sa page, o magbukas ng GGUF file mula sa disk mo. Mula noon, sasagot ito kahit walang koneksyon.',
    links: [{ href: '#/chat', label: 'Buksan ang Chat' }],
  },
  {
    title: 'Magtanong sa sarili mong mga file',
    text: 'Magdagdag ng mga text, Markdown, HTML, PDF, at Word file. Hinahanap ng embedding model ang mga siping sumasagot sa tanong, at kayang sumulat ng language model ng sagot na bumabanggit sa mga ito. Hindi umaalis ang index sa device na ito.',
    links: [{ href: '#/files', label: 'Magtanong sa mga file mo' }],
  },
  {
    title: 'Suriin ang model bago ito i-download',
    text: 'Ilagay ang organisasyon/pangalan ng isang model sa Hugging Face, o pumili ng file: ONNX, GGUF, TFLite, TensorFlow.js, safetensors, o MLC. Ang header lang ang binabasa, para malaman kung ano ito, kung kasya ito sa device na ito, at kung gaano ito kabilis tatakbo.',
    links: [{ href: '#/models', label: 'Buksan ang Mga model' }],
  },
  {
    title: 'Magsukat, magbahagi, at maghambing',
    text: 'Tumatagal ang benchmark nang sampung segundo hanggang ilang minuto. Isang link ang resulta nito: makikita ng sinumang magbubukas nito ang sukat at mauulit niya ito. Naka-store din dito ang mga resulta, at puwedeng paghambingin ang dalawa.',
    links: [{ href: '#/bench?workload=conv&effort=quick&auto=1', label: 'I-benchmark ang device na ito' }],
  },
  {
    title: 'Alamin kung pasado o bagsak sa sarili mong mga file',
    text: 'Pumili ng model at ng folder ng mga file na may label, magtakda ng mga limit sa gate file, at patakbuhin ito. May confidence interval ang mga score, at puwedeng ihambing ang model sa baseline gamit ang parehong mga file.',
    links: [{ href: '#/evaluate', label: 'Mag-evaluate ng model' }],
  },
  {
    title: 'Patunayan o suriin ang isang resulta',
    text: 'Ang hallmark ay nilagdaang pahayag kung ano ang nasukat, at kung sa aling model, data, at device. Puwedeng i-verify ng kahit sino ang lagda nito at ulitin ang run.',
    links: [{ href: '#/verify', label: 'Mag-verify ng hallmark' }],
  },
  {
    title: 'Paliitin o pabilisin ang model',
    text: 'Inaalis ng page na I-optimize ang mga hindi kailangang gawain ng isang ONNX model o kino-quantize ito, saka inihahambing sa orihinal ang bilis at kalidad.',
    links: [{ href: '#/optimise', label: 'Mag-optimize ng model' }],
  },
  {
    title: 'Magturo ng sarili mong classifier',
    text: 'Sa browser na ito, tine-train ng Magturo ang isang model sa ilang larawan mo ng bawat class, sinusubok ito sa mga larawang itinabi, at sine-save ito bilang isang ONNX file.',
    links: [{ href: '#/teach', label: 'Buksan ang Magturo' }],
  },
  {
    title: 'Humanap ng mas mahusay na configuration para sa model',
    text: 'Sinusukat at pinaghahambing ng page na I-tune ang mga engine, bilang ng thread, at setting sa device na ito. Sa mga sinubukan nito, hinahanap nito ang pinakamahusay, gaya ng pinakamabilis, na nananatiling tama ang output.',
    links: [{ href: '#/tune', label: 'Mag-tune ng model' }],
  },
  {
    title: 'Mag-deploy ng model, sumubok ng bagong bersyon, at subaybayan ang dalawa',
    text: 'Bigyan ng pangalan ang model sa page na Patakbuhin. Tumatakbo ang mga bagong bersyon bilang shadow o sa lumalaking bahagi ng mga input, at pino-promote o tinatanggihan ang mga ito ayon sa kinalabasan; isang click lang ang rollback. Sinusubaybayan sa browser na ito ang latency, mga error, at confidence, at may mga alerto.',
    links: [{ href: '#/deployments', label: 'Buksan ang Mga deployment' }],
  },
  {
    title: 'Tingnan ang ginagawa ng model at kung saan napupunta ang oras nito',
    text: 'Iginuguhit ng Graph ang mga operator ng model at ipinapakita ang mga weight nito. Sinusukat ng Profile ang bawat isa sa isang run, at ipinapakita kung alin ang kumakain ng oras.',
    links: [
      { href: '#/graph', label: 'Buksan ang Graph' },
      { href: '#/profile', label: 'Buksan ang Profile' },
    ],
  },
  {
    title: 'Magpatakbo ng model sa labas ng browser',
    text: 'Ang companion, isang program sa computer na ito, ay nagpapatakbo ng mga model sa mga native engine, na madalas ay mas mabilis. Puwedeng paghambingin ang iisang model sa page na ito at sa bawat native engine.',
    links: [
      { href: '#/companion', label: 'Mga native engine' },
      { href: '#/targets', label: 'Paghambingin ang mga engine' },
    ],
  },
  {
    title: 'Kung mabagal o ayaw bumukas ng model',
    text: 'Ipinapakita ng page na Device kung ano ang kaya ng browser at machine na ito, at ang gagawin sa kung ano ang kulang: madalas ay isang reload para sa mas maraming thread, hardware acceleration para sa WebGPU, o mas maliit na variant ng model.',
    links: [{ href: '#/device', label: 'Buksan ang Device' }],
  },
  {
    title: 'Gamitin nang offline',
    text: 'Pagkatapos ng isang pagbisita, bumubukas ang lahat ng page kahit walang koneksyon. Nakalista sa “Ano ang gumagana offline”, sa ibaba ng bawat page, ang mga engine, at mai-save doon ang mga kulang pa. Nananatiling available ang mga naka-store na model.',
    links: [{ href: '#/models', label: 'Tingnan ang mga naka-store na model' }],
  },
];

export const about: Text['about'] = {
  about: {
    title: 'Tungkol sa Assay',
    lead: 'Pinapatakbo ng Assay ang mga AI model sa browser, sinusukat ang mga ito sa takdang paraan, at sinusuri ang mga output nito.',
    facts: { version: 'Bersyon', commit: 'Commit', licence: 'Lisensya', models: 'Mga model' },
    licence:
      'Apache License 2.0. May sariling lisensya ang mga kasamang library at model, na nakalista sa THIRD_PARTY.md.',
    bundled: (name, licence) => `${name}: ${licence}`,
  },
  help: { title: 'Tulong', lead: 'Ano ang kaya ng Assay, at nasaan ito.', topics: help },
  method: {
    title: 'Paraan ng pagsukat',
    lead: 'Isa-isang tuntunin kung paano sinusukat ang bawat value ng isang resulta.',
  },
};
