import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** The page of a trace view: no inline script, nothing from the network. The toolkit's controls need inline styles. */
export function viewHtml(webview: Webview, dist: Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (name: string) => webview.asWebviewUri(Uri.joinPath(dist, name)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${asset('webview.css')}">
<title>Traces</title>
</head>
<body>
<main id="app"></main>
<script type="module" nonce="${nonce}" src="${asset('webview.js')}"></script>
</body>
</html>`;
}
