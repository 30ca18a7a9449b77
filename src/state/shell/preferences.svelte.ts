import { publicHub } from '#core/model/public-hub.ts';
import { readLocalText, writeLocalText } from '#records/local-storage.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

const THEME_KEY = 'assay.theme';
const HUB_KEY = 'assay.hub';
const LANGUAGE_KEY = 'assay.language';

/** The user's preferences in this browser. */
class Preferences {
  #theme = $state<ThemeChoice>(readTheme());
  #hub = $state(readLocalText(HUB_KEY) ?? publicHub);
  #language = $state(readLocalText(LANGUAGE_KEY) ?? 'system');

  get theme(): ThemeChoice {
    return this.#theme;
  }

  set theme(choice: ThemeChoice) {
    this.#theme = choice;
    this.applyTheme();
    writeLocalText(THEME_KEY, choice);
  }

  /** URL of the model hub, without a trailing slash. */
  get hub(): string {
    return this.#hub;
  }

  set hub(address: string) {
    this.#hub = address.trim().replace(/\/+$/, '') || publicHub;
    writeLocalText(HUB_KEY, this.#hub);
  }

  /** A language tag, or `system` for the language of the browser. */
  get language(): string {
    return this.#language;
  }

  set language(choice: string) {
    this.#language = choice;
    writeLocalText(LANGUAGE_KEY, choice);
  }

  /** Sets the theme on the document, where the style sheet reads it. */
  applyTheme(): void {
    if (this.#theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = this.#theme;
  }
}

function readTheme(): ThemeChoice {
  const stored = readLocalText(THEME_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export const preferences = new Preferences();
