import type { DownloadProgress } from '#core/model/stored-model.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';

const notices = {
  'started-over': 'The file on the server has changed: starting over',
  retrying: 'Connection lost: trying again',
  waiting: 'Waiting for the server or another tab',
  checking: 'Verifying the hash',
} satisfies Record<NonNullable<DownloadProgress['notice']>, string>;

export const modelStore = {
  title: 'Stored models',
  none: 'No models stored yet. A model that you download stays in this browser and opens offline.',
  quota: (used: number | null, quota: number | null) => {
    if (quota === null) return 'This browser does not report how much this site may store.';
    return used === null
      ? `This site may store ${format.bytes(quota)}; how much it uses is not known.`
      : `This site uses ${format.bytes(used)} of ${format.bytes(quota)}, including the app and the engines saved for offline use.`;
  },
  persistent: 'Persistent: the browser does not clear this storage on its own.',
  clearable: 'The browser may clear this storage when the disk is almost full.',
  memory: 'This browser or private window stores nothing: downloads are lost when the tab closes.',
  cleared: (names: string) => `The browser has cleared ${names} since your last visit.`,
  lastUsed: (date: string) => `last used ${date}`,
  source: 'From',
  open: 'Open',
  verify: 'Verify',
  pin: 'Pin',
  unpin: 'Unpin',
  pinned: 'pinned',
  export: 'Save to disk',
  missing: 'Its files are no longer in this browser.',
  downloadAgain: 'Download again',
  dismiss: 'Remove',
  remove: 'Delete',
  confirmRemove: 'Delete permanently',
  removeDeployed: (names: readonly string[]) =>
    `Deployed in ${format.list(names.map(isolate))}: versions with this model cannot be opened after it is deleted.`,
  cancelRemove: 'Cancel',
  checking: 'Verifying',
  intact: 'Verified: all files are intact.',
  damaged: (names: string) => `Damaged or missing: ${names}. Download it or choose the file again.`,
  actionLabel: (action: string, name: string) => `${action}: ${name}`,
  pendingTitle: 'Downloads',
  resume: 'Resume',
  pause: 'Pause',
  discard: 'Discard',
  paused: 'Paused or interrupted. The part downloaded so far is stored.',
  fetching: (name: string) => `Downloading ${name}`,
  downloadedBytes: (received: number, total: number | null, rate: number | null) =>
    [
      total === null ? format.bytes(received) : `${format.bytes(received)} of ${format.bytes(total)}`,
      ...(rate === null ? [] : [`${format.bytes(rate)}/s`]),
    ].join(', '),
  notices,
  linked: {
    remember: 'Remember file location',
    rememberHelp: 'Makes no copy: the list below opens the file from your disk, as long as it is not moved.',
    remembered: (id: string) => `Remembered as ${isolate(id)}.`,
    location: 'Opened directly from your disk',
    currentFile: (bytes: number, date: string) => `Now ${format.bytes(bytes)}, modified ${date}.`,
    forget: 'Forget',
  },
};
