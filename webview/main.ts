/** Runs in the webview: shows what the extension host sends. */
import '@vscode/codicons/dist/codicon.css';
import './styles/main.css';
import { listen, vscode } from './connection.ts';
import { registerControls } from './controls.ts';
import { state } from './state.ts';
import { View } from './view.ts';

registerControls();
const view = new View(document.getElementById('app')!);
listen((event) => {
  view.receive(event);
});
vscode.postMessage({ type: 'ready', following: state().follow });
