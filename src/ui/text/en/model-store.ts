import type { DownloadProgress } from '#core/storage.ts';
import { format } from './format.ts';

const notices = {
  'started-over': 'The file on the server has changed, so it started over',
  retrying: 'The connection broke off; trying again',
  waiting: 'Waiting for the server or another tab',
  checking: 'Checking the bytes',
} satisfies Record<NonNullable<DownloadProgress['notice']>, string>;

export const modelStore = {
  title: 'Kept in this browser',
  none: 'Nothing yet. A model that you download here stays, and opens without a network.',
  room: (used: number | null, quota: number | null) => {
    if (quota === null) return 'This browser does not say how much this site may keep.';
    const limit = `${format.bytes(quota)} that this site may use`;
    return used === null ? `Unknown how much is used of the ${limit}.` : `${format.bytes(used)} used of the ${limit}.`;
  },
  persistent: 'The browser has promised not to clear it by itself.',
  clearable: 'The browser may clear it when the disk runs full.',
  memory: 'This browser, or this private window, keeps nothing: what is fetched lasts until the tab closes.',
  cleared: (names: string) => `The browser has cleared ${names} since your last visit.`,
  used: (date: string) => `last used ${date}`,
  from: 'From',
  open: 'Open',
  verify: 'Verify',
  pin: 'Pin',
  unpin: 'Unpin',
  pinned: 'pinned',
  export: 'Save to disk',
  remove: 'Delete',
  removeSure: 'Delete it for good',
  keepIt: 'Leave it',
  checking: 'Reading every byte again',
  whole: 'Every byte is what it was.',
  bad: (names: string) => `No longer whole: ${names}. Delete it and fetch it again.`,
  named: (action: string, name: string) => `${action}: ${name}`,
  pendingTitle: 'On their way',
  resume: 'Go on',
  pause: 'Pause',
  discard: 'Give up',
  paused: 'Paused, or broken off. What was fetched is kept.',
  fetching: (name: string) => `Fetching ${name}`,
  amount: (received: number, total: number | null, rate: number | null) =>
    [
      total === null ? format.bytes(received) : `${format.bytes(received)} of ${format.bytes(total)}`,
      ...(rate === null ? [] : [`${format.bytes(rate)}/s`]),
    ].join(', '),
  notices,
  inPlace: {
    keep: 'Remember where it is',
    keepHelp: 'Takes no space: it opens from the list below, as long as the file stays where it is.',
    kept: (id: string) => `Remembered as ${id}.`,
    where: 'On your disk, opened where it is',
    now: (bytes: number, date: string) => `Now ${format.bytes(bytes)}, modified ${date}`,
    openAsItIs: 'Open it as it is now',
    forget: 'Forget',
  },
};
