import chat from './chat.json' with { type: 'json' };
import interactive from './interactive.json' with { type: 'json' };
import mobile from './mobile.json' with { type: 'json' };
import production from './production.json' with { type: 'json' };
import strict from './strict.json' with { type: 'json' };
import video from './video.json' with { type: 'json' };

/** Gate files to start from, by name. Each is valid without changes, and its limits name their sources. */
export const presets = { production, interactive, video, chat, mobile, strict };

export type PresetId = keyof typeof presets;

export const presetIds = Object.keys(presets) as readonly PresetId[];
