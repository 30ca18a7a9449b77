export type ThemeChoice = 'system' | 'light' | 'dark';

const THEME_KEY = 'assay.theme';

/** What the user chose for this browser. Storage that refuses (private modes) only means that it is not remembered. */
class Preferences {
  #theme = $state<ThemeChoice>(readTheme());

  get theme(): ThemeChoice {
    return this.#theme;
  }

  set theme(choice: ThemeChoice) {
    this.#theme = choice;
    this.applyTheme();
    try {
      localStorage.setItem(THEME_KEY, choice);
    } catch {
      // Not remembered, still applied.
    }
  }

  /** Puts the choice on the document, where the style sheet reads it. */
  applyTheme(): void {
    if (this.#theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = this.#theme;
  }
}

function readTheme(): ThemeChoice {
  try {
    const stored = localStorage.getItem(THEME_KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

export const preferences = new Preferences();
