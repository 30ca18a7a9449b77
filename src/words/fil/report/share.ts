import type { Text } from '../../language.ts';

export const share: Text['share'] = {
  share: 'Ibahagi',
  repeat: 'Patakbuhin ito sa device ko',
  evaluate: 'I-evaluate sa sarili kong data',
  copy: 'Kopyahin ang link',
  copied: 'Nakopya ang link',
  copiedForThisDevice: (host) =>
    `Nakopya ang link. Sa computer na ito lang ito gumagana, dahil nakabukas ang page na ito sa ${host}.`,
  loopback: 'Para sa link na mabubuksan ng iba, maglagay ng address ng Assay na maaabot nila.',
  address: 'Pampublikong address ng Assay',
  use: 'Gamitin ang address na ito',
  noAddress: 'Maglagay ng http o https na address na mabubuksan ng ibang device, gaya ng https://assay.example/.',
  withoutAddress: 'Kopyahin nang wala ang address',
  withoutAddressHelp:
    'Idugtong ito sa address ng anumang kopya ng Assay, o i-paste ito sa isang field ng link sa Assay.',
  copiedWithoutAddress: 'Nakopya nang walang address',
  currentAddress: (address) => `Bumubukas ang mga link sa ${address}.`,
  change: 'Baguhin',

  image: {
    open: 'QR code at larawan',
    title: 'QR code at larawan',
    close: 'Isara',
    lead: 'Ginawa sa page na ito. Walang ipinapadala maliban kung ibabahagi mo ito.',
    brand: 'Assay',
    saveImage: 'I-save ang larawan',
    shareImage: 'Ibahagi ang larawan',
    copyAlt: 'Kopyahin ang alt text',
    qrCodeLabel: (title) => `QR code ng link: ${title}`,
    savePng: 'I-save ang QR code bilang PNG',
    saveSvg: 'I-save ang QR code bilang SVG',
    tooLong: (length, max) =>
      `May ${length} karakter ang link, at hanggang ${max} lang ang kaya ng QR code. Ibahagi ang mismong link.`,
    failed: 'Hindi nagawa o naibahagi ng browser ang larawan. Kumuha ng screenshot, o ibahagi ang link.',
  },
};
