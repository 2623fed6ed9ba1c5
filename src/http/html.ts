/** The server's own pages: plain HTML for a person, with nothing in it that runs, loads or can be framed. */
import { createHash } from "node:crypto";
import { escapeHtml } from "../model/message-templates.ts";
import type { HttpAnswer } from "./wire.ts";

const STYLE =
  "body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}" +
  "button{font:inherit;padding:.5rem 1.5rem;cursor:pointer}";

/**
 * Nothing but the one style: stops a text that slipped through from running or loading anything, the page from being
 * framed under somebody else's button, and the address, which may hold a code, from being told to anybody.
 */
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy":
    `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; ` +
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-robots-tag": "noindex",
};

/** What a page says. All of it is shown as text. */
export interface Page {
  readonly title: string;
  readonly text: string;
  /** A button that posts to the page's own address. */
  readonly button?: string;
}

/** A page as an answer. */
export const pageAnswer = (status: number, { title, text, button }: Page): HttpAnswer => {
  const form =
    button === undefined ? "" : `<form method="post"><button type="submit">${escapeHtml(button)}</button></form>\n`;
  return {
    status,
    headers: HEADERS,
    body: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${form}</body>
</html>
`,
  };
};
