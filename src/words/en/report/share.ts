export const share = {
  share: 'Share',
  repeat: 'Run this on my device',
  evaluate: 'Evaluate on my own data',
  copy: 'Copy link',
  copied: 'Link copied',
  loopback: (host: string) =>
    `This page is open at ${host}, which only this device can reach. At which address can others open Assay?`,
  address: 'Public address of Assay',
  use: 'Use this address',
  noAddress: 'Enter an http or https address that other devices can open, such as https://assay.example/.',
  withoutAddress: 'Copy without the address',
  withoutAddressHelp: 'Append it to the address of any copy of Assay, or paste it into a link field of Assay.',
  copiedWithoutAddress: 'Copied without an address',
  under: (address: string) => `Links open at ${address}.`,
  change: 'Change',

  picture: {
    open: 'QR code and image',
    title: 'QR code and image',
    close: 'Close',
    lead: 'Made in this page. Nothing is sent unless you share it.',
    brand: 'Assay',
    saveImage: 'Save image',
    shareImage: 'Share image',
    copyAlt: 'Copy alt text',
    qrOf: (title: string) => `QR code of the link: ${title}`,
    savePng: 'Save QR code as PNG',
    saveSvg: 'Save QR code as SVG',
    tooLong: (length: string, max: string) =>
      `The link has ${length} characters, and a QR code at most ${max}. Share the link itself.`,
    failed: 'The browser could not make or share the image. Take a screenshot, or share the link.',
  },
};
