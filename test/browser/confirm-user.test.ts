/** The link of a sign-up's mail as a real browser opens it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../src/testing/world.ts";
import { openPage, skipReason } from "./chromium.ts";

test(
  "the link of a sign-up opens a page whose button confirms where it shall, without a script",
  { skip: skipReason },
  async () => {
    await using world = await startWorld({
      settings: { confirmLinks: "button" },
      pool: { VerificationMessageTemplate: { DefaultEmailOption: "CONFIRM_WITH_LINK" } },
    });
    const { sdk } = await world.listen();
    sdk.destroy();
    await world.call.SignUp({
      ...world.client,
      Username: "ada",
      Password: "Secret of ada 1!",
      UserAttributes: [{ Name: "email", Value: "ada@example.com" }],
    });
    const status = async () => (await world.call.AdminGetUser({ ...world.pool, Username: "ada" })).UserStatus;

    await using opened = await openPage("about:blank");
    const { page } = opened;
    const complaints: string[] = [];
    page.on("console", (line) => complaints.push(line.text()));
    // The mail is a page too: its link is followed as a reader follows it.
    await page.setContent(world.inbox.latest("ada@example.com").body);
    await page.getByRole("link", { name: "Verify Email" }).click();
    await page.getByRole("heading", { name: "Confirm your sign-up" }).waitFor();
    assert.equal(await status(), "UNCONFIRMED");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("heading", { name: "Your sign-up is confirmed" }).waitFor();
    assert.equal(await status(), "CONFIRMED");
    // The policy lets in the page's own style, and nothing was there that it kept out.
    assert.equal(await page.evaluate("getComputedStyle(document.body).maxWidth"), "512px");
    assert.deepEqual(complaints, []);
  },
);
