import assert from "node:assert/strict";
import { test } from "node:test";
import { isSafeSvg } from "./safe-svg.ts";

const NS = 'xmlns="http://www.w3.org/2000/svg"';
const isSafe = (text: string) => isSafeSvg(Buffer.from(text));
const inSvg = (inner: string, attributes = "") => `<svg ${NS} ${attributes}>${inner}</svg>`;

const SAFE: readonly string[] = [
  "<svg/>",
  `<?xml version='1.0' encoding='utf-8' standalone='no'?><svg/>`,
  "<svg></svg>\n",
  `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n${inSvg("")}`,
  // The drawing of Amazon's example.
  `<svg width="20000" height="400" viewBox="0 0 20000 400" fill="none" ${NS}>
<g clip-path="url(#clip0)"><rect width="20000" height="400" fill="url(#paint0)"/><path d="M0 0H20000V400H0V0Z" fill="#122037" fill-opacity="0.5"/></g>
<defs><linearGradient id="paint0" x1="-894.249" y2="-5899.57" gradientUnits="userSpaceOnUse"><stop stop-color="#BF80FF"/><stop offset="1"/></linearGradient>
<clipPath id="clip0"><rect width="20000" height="400" fill="white"/></clipPath></defs>
</svg>
`,
  inSvg('<style>.a{fill:url(#b)} .c > .d{fill:red}</style><path class="a" style="fill: url( \'#b\' )"/>'),
  inSvg("<style><![CDATA[.a > .b{fill:red}]]></style><text>a &amp; b &#65;</text>"),
  inSvg('<use href="#a"/><use xlink:href="#a"/>', 'xmlns:xlink="http://www.w3.org/1999/xlink"'),
  inSvg('<path transform="translate(1,2) rotate(45)" d="M0 0"/>'),
  inSvg('<image href="data:image/png;base64,iVBORw0KGgo="/>'),
  inSvg(
    '<sodipodi:namedview pagecolor="#ffffff"/><metadata><rdf:RDF><cc:Work rdf:about=""/></rdf:RDF></metadata>',
    'xmlns:svg="http://www.w3.org/2000/svg" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" inkscape:version="1.3"',
  ),
  inSvg(
    '<metadata><rdf:RDF><cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format></cc:Work></rdf:RDF></metadata>',
    'xmlns:cc="http://creativecommons.org/ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"',
  ),
];

const UNSAFE: readonly string[] = [
  "",
  "svg",
  "<svg>",
  "<svg/><svg/>",
  "<svg/>text",
  "<html></html>",
  `<g ${NS}/>`,
  inSvg("<g></svg>"),
  inSvg("<g></a>"),
  inSvg("&nbsp;"),
  inSvg("&a"),
  inSvg("<!-- never closed"),
  inSvg("&constructor;"),
  inSvg("<text><![CDATA[a]]></text>"),
  // What is one thing to a reader of XML and another to one of HTML, or in another encoding.
  inSvg("<!-- a --!><img src=a onerror=alert(1)> -->"),
  inSvg("<!--><img src=a onerror=alert(1)> -->"),
  inSvg("<!---><img src=a onerror=alert(1)> -->"),
  "<!-- a -- b --><svg/>",
  inSvg("<title><![CDATA[><img src=a onerror=alert(1)>]]></title>"),
  inSvg("<style><![CDATA[</style><script>alert(1)</script>]]></style>"),
  inSvg('<rdf:li onclick="alert(1)"/>'),
  `<?xml version="1.0" encoding="ISO-2022-JP"?>${inSvg("")}`,
  `<?xml version="1.0" encoding="UTF-7"?>${inSvg("")}`,
  `<?xml version='1.0' encoding='utf-16'?>${inSvg("")}`,
  `<?xml version="1.1"?>${inSvg("")}`,
  inSvg('<path d="a" d="b"/>'),
  // What runs.
  inSvg("<script>alert(1)</script>"),
  inSvg('<script href="https://evil.example/a.js"/>'),
  inSvg("<SCRIPT>alert(1)</SCRIPT>"),
  inSvg("<svg:script>alert(1)</svg:script>", 'xmlns:svg="http://www.w3.org/2000/svg"'),
  inSvg("<rdf:script>alert(1)</rdf:script>", 'xmlns:rdf="http://www.w3.org/2000/svg"'),
  inSvg('<rdf:script xmlns:rdf="http://www.w3.org/1999/xhtml">alert(1)</rdf:script>'),
  inSvg('<rdf:script xmlns:rdf="http://www.w3.org/1999/xh&#116;ml">alert(1)</rdf:script>'),
  inSvg('<g xmlns="http://www.w3.org/1999/xhtml"></g>'),
  inSvg('<image inkscape:href="https://evil.example/a.png"/>', 'xmlns:inkscape="http://www.w3.org/1999/xlink"'),
  inSvg('<image cc:href="https://evil.example/a.png"/>', 'xmlns:cc="http://www.w3.org/1999/x&#108;ink"'),
  inSvg("<cc:math/>", 'xmlns:cc="http://www.w3.org/1998/Math/MathML"'),
  inSvg("<foreignObject><p>a</p></foreignObject>"),
  inSvg("<iframe/>"),
  inSvg('<a href="#a">a</a>'),
  inSvg("", 'onload="alert(1)"'),
  inSvg("", "onload = 'alert(1)'"),
  inSvg("", "OnLoad='alert(1)'"),
  inSvg('<path ev:onclick="a"/>'),
  inSvg('<use href="javascript:alert(1)"/>'),
  inSvg('<use xlink:href="&#106;avascript:alert(1)"/>'),
  inSvg('<set attributeName="href" to="javascript:alert(1)"/>'),
  inSvg('<animate attributeName="href" values="javascript:alert(1)"/>'),
  // What loads.
  inSvg('<image href="https://evil.example/a.png"/>'),
  inSvg('<image href="//evil.example/a.png"/>'),
  inSvg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
  inSvg('<use href="https://evil.example/a.svg#b"/>'),
  inSvg('<use href="data:image/svg+xml,a#b"/>'),
  inSvg('<feImage href="#a"/>'),
  inSvg('<g xml:base="https://evil.example/"/>'),
  inSvg('<path fill="url(https://evil.example/a#b)"/>'),
  inSvg("<path style=\"fill:url( 'https://evil.example/a#b')\"/>"),
  inSvg('<path style="fill:u\\72l(https://evil.example/)"/>'),
  inSvg("<path style=\"background:image-set('a.png' 1x)\"/>"),
  inSvg("<style>@import 'a.css';</style>"),
  inSvg("<style><![CDATA[@import]]><![CDATA['a.css'; ]]></style>"),
  inSvg("<style>@im<!-- -->port 'a.css';</style>"),
  inSvg("<style>.a{fill:url(//evil.example/)}</style>"),
  inSvg("<style>.a{fill:url&#40;https:a)}</style>"),
  inSvg("<style><g/></style>"),
  '<?xml-stylesheet href="https://evil.example/a.css"?><svg/>',
  `<?xml version="1.0"?><?xml-stylesheet href="a.css"?>${inSvg("")}`,
  inSvg('<?xml-stylesheet href="a.css"?>'),
  '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
  '<!DOCTYPE svg SYSTEM "https://evil.example/a.dtd"><svg/>',
  "<!DOCTYPE html><svg/>",
];

test("isSafeSvg takes what drawing programs write", () => {
  for (const text of SAFE) assert.equal(isSafe(text), true, text);
});

test("isSafeSvg refuses what is malformed, runs or loads", () => {
  for (const text of UNSAFE) assert.equal(isSafe(text), false, text);
});

test("isSafeSvg refuses bytes that are not UTF-8", () => {
  assert.equal(isSafeSvg(Buffer.from(inSvg(""), "utf16le")), false);
  assert.equal(isSafeSvg(Buffer.concat([Buffer.from(inSvg("")), Buffer.of(0xff)])), false);
});

test("isSafeSvg bounds how deep elements stand in each other", () => {
  const nested = (depth: number) => `${"<g>".repeat(depth)}${"</g>".repeat(depth)}`;
  assert.equal(isSafe(inSvg(nested(255))), true);
  assert.equal(isSafe(inSvg(nested(256))), false);
});

test("isSafeSvg reads a megabyte of anything", () => {
  const MEGABYTE = 1_000_000;
  const parts = [
    "<g>",
    "<g ",
    " ",
    "a",
    "&",
    "&#65;",
    "<!--",
    "<![CDATA[",
    '<g a="',
    "a='",
    "-",
    "/",
    "url(",
    "<style>",
    'a="b" ',
  ];
  for (const part of parts) {
    isSafe(part.repeat(MEGABYTE / part.length));
    isSafe(`<svg ${part.repeat(MEGABYTE / part.length)}`);
    isSafe(`<svg><style>${part.repeat(MEGABYTE / part.length)}`);
    isSafe(`<svg a="${part.repeat(MEGABYTE / part.length)}"/>`);
  }
});
