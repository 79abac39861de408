/** How code is written where a language leaves the choice: the user's settings. */
export interface Preferences {
  /** A span around a whole function of Python, where both are right. */
  readonly pythonSpanStyle: 'with' | 'decorator';
}

export const defaultPreferences: Preferences = { pythonSpanStyle: 'with' };
