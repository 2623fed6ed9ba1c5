import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceTypeOf } from "./device-type.ts";

const HEADERS: readonly [header: string, device: string][] = [
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0", "Windows, Firefox"],
  ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Windows, Edge"],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
    "macOS, Safari",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 CriOS/140.0 Mobile Safari/604.1",
    "iOS, Chrome",
  ],
  [
    "Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 SamsungBrowser/27.0 Chrome/125.0 Safari/537.36",
    "Android, Samsung Internet",
  ],
  ["Mozilla/5.0 (X11; CrOS x86_64 16000.0.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "ChromeOS, Chrome"],
  [
    "aws-sdk-js/3.1169.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#24.21.0 api/cognito-identity-provider#3.1169.0",
    "Linux, AWS SDK",
  ],
  ["aws-cli/2.31.0 md/awscrt#0.27 ua/2.1 os/macos#24.6", "macOS, AWS CLI"],
  ["Linux", "Linux"],
  ["Firefox/143.0", "Firefox"],
  ["curl/8.14.1", "unknown"],
  ["", "unknown"],
];

test("deviceTypeOf names system and program as far as the header says", () => {
  for (const [header, device] of HEADERS) assert.equal(deviceTypeOf(header), device, header);
});

test("deviceTypeOf looks at the beginning of a header alone, and repeats nothing of it", () => {
  assert.equal(deviceTypeOf(`${"x".repeat(512)} Windows Firefox/1`), "unknown");
  assert.equal(deviceTypeOf("<script>Windows</script>\r\nSet-Cookie: a"), "Windows");
});
