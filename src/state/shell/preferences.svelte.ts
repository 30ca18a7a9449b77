import { publicHub } from '#core/model/public-hub.ts';
import { readLocalText, writeLocalText } from '#records/local-storage.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

const themeKey = 'assay.theme';
const hubKey = 'assay.hub';
const languageKey = 'assay.language';

/** The user's preferences in this browser. */
class Preferences {
  #theme = $state<ThemeChoice>(readTheme());
  #hub = $state(readLocalText(hubKey) ?? publicHub);
  #language = $state(readLocalText(languageKey) ?? 'system');

  get theme(): ThemeChoice {
    return this.#theme;
  }

  set theme(choice: ThemeChoice) {
    this.#theme = choice;
    this.applyTheme();
    writeLocalText(themeKey, choice);
  }

  /** URL of the model hub, without a trailing slash. */
  get hub(): string {
    return this.#hub;
  }

  set hub(address: string) {
    this.#hub = address.trim().replace(/\/+$/, '') || publicHub;
    writeLocalText(hubKey, this.#hub);
  }

  /** A language tag, or `system` for the language of the browser. */
  get language(): string {
    return this.#language;
  }

  set language(choice: string) {
    this.#language = choice;
    writeLocalText(languageKey, choice);
  }

  /** Sets the theme on the document, where the style sheet reads it. */
  applyTheme(): void {
    if (this.#theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = this.#theme;
  }
}

function readTheme(): ThemeChoice {
  const stored = readLocalText(themeKey);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export const preferences = new Preferences();
