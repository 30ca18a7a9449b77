import type { Text } from '../../language.ts';

export const share: Text['share'] = {
  share: 'Shiriki',
  repeat: 'Pima hii kwenye kifaa changu',
  evaluate: 'Tathmini kwa data yangu',
  copy: 'Nakili kiungo',
  copied: 'Kiungo kimenakiliwa',
  copiedForThisDevice: (host) =>
    `Kiungo kimenakiliwa. Kinafanya kazi kwenye kompyuta hii pekee, kwa sababu ukurasa huu umefunguliwa kwenye ${host}.`,
  loopback: 'Ili kupata kiungo ambacho wengine wanaweza kukifungua, weka anwani ya Assay wanayoweza kuifikia.',
  address: 'Anwani ya umma ya Assay',
  use: 'Tumia anwani hii',
  noAddress: 'Weka anwani ya http au https ambayo vifaa vingine vinaweza kuifungua, kama vile https://assay.example/.',
  withoutAddress: 'Nakili bila anwani',
  withoutAddressHelp:
    'Iongeze mwishoni mwa anwani ya nakala yoyote ya Assay, au ibandike kwenye sehemu ya kiungo ya Assay.',
  copiedWithoutAddress: 'Kimenakiliwa bila anwani',
  currentAddress: (address) => `Viungo hufunguka kwenye ${address}.`,
  change: 'Badilisha',

  image: {
    open: 'Msimbo wa QR na picha',
    title: 'Msimbo wa QR na picha',
    close: 'Funga',
    lead: 'Hutengenezwa ndani ya ukurasa huu. Hakuna kinachotumwa usipokishiriki.',
    brand: 'Assay',
    saveImage: 'Hifadhi picha',
    shareImage: 'Shiriki picha',
    copyAlt: 'Nakili maandishi mbadala',
    qrCodeLabel: (title) => `Msimbo wa QR wa kiungo: ${title}`,
    savePng: 'Hifadhi msimbo wa QR kama PNG',
    saveSvg: 'Hifadhi msimbo wa QR kama SVG',
    tooLong: (length, max) =>
      `Kiungo kina herufi ${length}, na msimbo wa QR hubeba ${max} pekee. Shiriki kiungo chenyewe.`,
    failed: 'Kivinjari hakikuweza kutengeneza au kushiriki picha. Piga picha ya skrini, au shiriki kiungo.',
  },
};
