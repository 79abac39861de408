/** The bundler takes style sheets out of the script and into `webview.css`. */
declare module '*.css';
