/**
 * The toolkit's controls that the view uses. The toolkit is archived upstream: nothing else imports it, so that what
 * replaces it is one file.
 */
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeTextField } from '@vscode/webview-ui-toolkit';

export type { TextField } from '@vscode/webview-ui-toolkit';

export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeTextField());
}
