import assert from "node:assert/strict";
import { test } from "node:test";
import { plainText } from "./plain-text.ts";

test("plainText leaves words and line ends", () => {
  assert.equal(
    plainText("<p>Hello  <b>Ada</b>,</p><div>your code<br/>is 123456.</div>"),
    "Hello Ada,\nyour code\nis 123456.",
  );
  assert.equal(plainText("plain\r\n\r\n\r\n\r\ntext"), "plain\n\ntext");
});

test("plainText shows where links lead", () => {
  assert.equal(
    plainText('<a class="x" href="https://x.example/?a=1&amp;b=2">Verify Email</a>.'),
    "Verify Email (https://x.example/?a=1&b=2).",
  );
  assert.equal(plainText("<a href='https://x.example/'>Go</a>"), "Go (https://x.example/)");
  assert.equal(plainText('<a name="top">Top</a>'), "Top");
});

test("plainText decodes what was escaped, once", () => {
  assert.equal(
    plainText("a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#39; &unknown; &constructor;"),
    "a <b> &amp; \"c\" 'd' &unknown; &constructor;",
  );
});

test("plainText drops styles, scripts, titles and comments", () => {
  assert.equal(plainText("<head><title>T</title><style>p{}</style></head><script>x()</script><!-- note -->Hi"), "Hi");
});

test("plainText keeps a lone bracket, and reads the longest hostile template", () => {
  assert.equal(plainText("1 < 2 and 3 > 2"), "1 < 2 and 3 > 2");
  assert.equal(plainText("<".repeat(20_000)).length, 20_000);
  assert.equal(plainText('<a href="'.repeat(2_000)).length > 0, true);
});
