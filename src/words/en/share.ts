export const share = {
  share: 'Share',
  repeat: 'Run this on my device',
  copy: 'Copy link',
  copied: 'Link copied',
  loopback: (host: string) =>
    `This page is open at ${host}, which only this device can reach. Under which address can others open Assay?`,
  address: 'Public address of Assay',
  use: 'Use this address',
  noAddress: 'Enter an http or https address that other devices can open, such as https://assay.example/.',
  withoutAddress: 'Copy without the address',
  withoutAddressHelp: 'Append it to the address of any copy of Assay, or paste it into a link field of Assay.',
  copiedWithoutAddress: 'Copied without an address',
  under: (address: string) => `Links open at ${address}.`,
  change: 'Change',
};
