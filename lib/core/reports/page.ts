/** The frame of a report: one file without script, font or request. */

import { Html, html, joined } from './html.ts';
import { STYLE } from './style.ts';

export interface Page {
  /** Of the browser's tab. */
  readonly title: string;
  readonly kicker: string;
  readonly heading: string;
  /** What it is about, in one line. */
  readonly about: readonly string[];
  readonly verdict: { readonly tone: 'bad' | 'ok' | 'none'; readonly word: string; readonly rest: string };
  readonly body: readonly Html[];
  /** Where the same lies as JSON. */
  readonly source: string;
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** @returns the document; equal input gives equal text */
export function renderPage({ title, kicker, heading, about, verdict, body, source }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header>
<p class="kicker">${kicker}</p>
<h1>${heading}</h1>
<p class="about">${about.join(' · ')}</p>
</header>
<main>
<p class="verdict ${verdict.tone}"><b class="${verdict.tone}">${verdict.word}</b> ${verdict.rest}</p>
${joined(body, '\n')}
</main>
<footer>
<p>${source}</p>
</footer>
</body>
</html>
`.text;
}
