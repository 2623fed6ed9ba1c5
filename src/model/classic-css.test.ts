import assert from "node:assert/strict";
import { test } from "node:test";
import { requireClassicCss } from "./classic-css.ts";

const CLASSES = (
  ".background-customizable .banner-customizable .errorMessage-customizable .idpButton-customizable " +
  ".idpButton-customizable:hover .idpDescription-customizable .inputField-customizable .inputField-customizable:focus " +
  ".label-customizable .legalText-customizable .logo-customizable .passwordCheck-notValid-customizable " +
  ".passwordCheck-valid-customizable .redirect-customizable .socialButton-customizable .submitButton-customizable " +
  ".submitButton-customizable:hover .textDescription-customizable"
).split(" ");

const wrongClass = (selector: string) => `The CSS class ${selector} is not in the list of allowed classes.`;

test("requireClassicCss takes rules for the pages' classes", () => {
  for (const css of [
    "",
    " \n",
    "/* nothing */",
    ...CLASSES.map((name) => `${name} {color: red;}`),
    CLASSES.slice(0, 5).join(",\n"),
  ]) {
    if (css.includes(",")) requireClassicCss(`${css} {}`);
    else requireClassicCss(css);
  }
  requireClassicCss(`.label-customizable{font-weight:400}
/* a rule { of } none */
.banner-customizable { padding: 25px 0px 25px 0px; background-color: lightgray; content: "}{"; font-family: 'a;b' }
.logo-customizable{background:url("https://example.com/a.png")}.logo-customizable{background:url(data:image/png;base64,AAAA)}
.logo-customizable{background:url( 'https://example.com/*.png' ) no-repeat}.logo-customizable{background:url(https://a.example/*/b)}
.label-customizable{content:"/*"}/* don't */
.background-customizable { scroll-behavior: smooth }`);
});

test("requireClassicCss names the selector that is no class of the pages'", () => {
  for (const [css, selector] of [
    ["body {color: red}", "body"],
    [".mine {color: red}", ".mine"],
    [".label-customizable, .mine{}", ".mine"],
    [".label-customizable a{}", ".label-customizable a"],
    [".label-customizable:hover{}", ".label-customizable:hover"],
    ["input[value^=a]{}", "input[value^=a]"],
    ["*{}", "*"],
    ["{}", ""],
    [".label-customizable{} p{}", "p"],
    ["/**/p/**/{}", "p"],
    ["@import 'a.css';", "@import"],
    ["@media print {.label-customizable{}}", "@media"],
    ["@supports (display:grid) {.label-customizable{}}", "@supports"],
    ["@page {margin:0}", "@page"],
    ["@font-face {font-family:a;src:url(https://a.example)}", "@font-face"],
    [".label-customizable{} @media print{}", "@media"],
  ] as const) {
    assert.throws(
      () => requireClassicCss(css),
      { name: "InvalidParameterException", message: wrongClass(selector) },
      css,
    );
  }
});

test("requireClassicCss refuses what is malformed, or a rule in a rule", () => {
  for (const css of [
    ".label-customizable",
    ".label-customizable;",
    ".label-customizable{",
    ".label-customizable{color:red",
    '.label-customizable{content:"}',
    ".label-customizable{content:'a\n'}",
    ".label-customizable{color:red; body{color:red}}",
    ".label-customizable{} /* never closed",
  ]) {
    assert.throws(
      () => requireClassicCss(css),
      { name: "InvalidParameterException", message: "The CSS is malformed." },
      css,
    );
  }
});

test("requireClassicCss refuses what runs, loads or hides", () => {
  const values = [
    "width: expression(alert(1))",
    "behavior: url(https://a.example/a.htc)",
    "-moz-binding: url(https://a.example/a.xml)",
    "background: url(javascript:alert(1))",
    "background: url(http://a.example/a.png)",
    "background: url(//a.example/a.png)",
    "background: url('a.png')",
    "background: URL( data:text/html,a )",
    "background: url(data:image/svg+xml;base64,AAAA)",
    "background: u\\72l(http://a.example)",
    "background: image-set('a.png' 1x)",
    "background: image('a.png')",
    "content: '</style><script>alert(1)</script>'",
    "} /* </style><script>alert(1)</script> */ .label-customizable {",
    "background: url (https://a.example/a.png)",
    "background: my-url(https://a.example/a.png)",
    "background: url(https://a.example/a.png b)",
    "background: url(https://a.example/a.png",
  ];
  for (const value of values) {
    assert.throws(
      () => requireClassicCss(`.label-customizable {${value}}`),
      { name: "InvalidParameterException", message: /which is not allowed\.$/ },
      value,
    );
  }
});

test("requireClassicCss finds the rules that only look like text or comments", () => {
  for (const css of [
    '.label-customizable{content:"/*"} body{display:none} .label-customizable{content:"*/"}',
    ".label-customizable{content:'/*'} body{display:none} .label-customizable{content:'*/'}",
    ".label-customizable{background:url(https://a.example/*)} body{display:none} .label-customizable{a:b/**/}",
    '.label-customizable{background:url("https://a.example/a.png)}',
    '.label-customizable{a:url(\u00a0"https://a.example) } body{display:none} .label-customizable{b:(")}',
    '/* " */ body{display:none} /* " */',
    '.label-customizable{content:"a\r} body{display:none} .label-customizable{b:c\r"}',
    ".label-customizable{content:'a\f} body{display:none} .label-customizable{b:c\f'}",
    '.label-customizable{a:url(https://a.example "b)} body{display:none} .label-customizable{c:(")}',
    '.label-customizable{a:url (https://a.example/*); b:"*/} body{display:none} .label-customizable{c:d/*"}',
    '.label-customizable{a:my-url(https://a.example/*); b:"*/} body{display:none} .label-customizable{c:d/*"}',
  ]) {
    assert.throws(() => requireClassicCss(css), { name: "InvalidParameterException" }, css);
  }
});

test("requireClassicCss bounds the size in bytes", () => {
  const rule = ".label-customizable{}";
  requireClassicCss(rule + " ".repeat(3072 - rule.length));
  assert.throws(() => requireClassicCss(rule + " ".repeat(3073 - rule.length)), {
    message: "The CSS is larger than 3072 bytes.",
  });
  assert.throws(() => requireClassicCss(`.label-customizable{content:"${"é".repeat(1530)}"}`), /larger than 3072/);
});
