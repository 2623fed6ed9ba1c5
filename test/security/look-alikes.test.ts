/**
 * Names that look the same are one name, whoever types which of them, and a message goes to the address as it is stored.
 * Stops a second account from passing as the first, and a code for one address from reaching another that folds into it
 * (GHSA-7rqj-j65f-68wh, GHSA-4vc8-pg5c-vg4x).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canonicalName } from "../../src/model/identifier.ts";
import { refused, TEXTS } from "../../src/testing/refused.ts";
import { startWorld, type World } from "../../src/testing/world.ts";

const FOLDING = { UsernameConfiguration: { CaseSensitive: false } } as const;
const Password = "Secret of ada 1!";

const signUp = ({ call, client }: World, Username: string, email = "someone@example.com") =>
  call.SignUp({ ...client, Username, Password, UserAttributes: [{ Name: "email", Value: email }] });

/** `ada`, as somebody may write it who wants to be taken for her. */
const ADAS = ["ADA", "ａｄａ", "𝐚𝐝𝐚", "a\u034Fda", "ada\uFE0F", "ⓐda", "ªda", "a\u17B4da"] as const;

/** Which code points the API lets into no username: they show nothing, and are no marks either. */
const HIDDEN = ["a\u200Dda", "\uFEFFada", "a\u00ADda", "ada\u2060", "ada\u0000", "ada ", "\tada"] as const;

test("SignUp takes no name that looks like another's, and every look-alike signs in as the one there is", async () => {
  await using world = await startWorld({ pool: FOLDING });
  const ada = await world.user();
  for (const alike of ADAS) {
    await refused(signUp(world, alike), "UsernameExistsException", "User already exists");
    const { AuthenticationResult } = await world.signIn(alike, ada.Password);
    assert.ok(AuthenticationResult, alike);
  }
  const { Users } = await world.call.ListUsers(world.pool);
  assert.equal(Users?.length, 1);
  for (const hidden of HIDDEN) await refused(signUp(world, hidden), "InvalidParameterException", /'username' failed/);
  // Letters of other alphabets are other letters.
  await signUp(world, "аda");
});

test("SignUp gives one of any names at once that look the same, and each that differs to itself", async () => {
  await using world = await startWorld({ pool: FOLDING });
  const unit = fc.constantFrom(
    "a",
    "A",
    "ａ",
    "ß",
    "ẞ",
    "s",
    "S",
    "ﬁ",
    "f",
    "i",
    "I",
    "ı",
    "é",
    "e\u0301",
    "\u034F",
    "ſ",
    "K",
    "k",
  );
  const name = fc.string({ unit, minLength: 1, maxLength: 3 }).filter((text) => canonicalName(text, false) !== "");
  const typed = fc.sample(name, 50);
  const outcomes = await Promise.allSettled(typed.map((each) => signUp(world, each)));
  const taken = typed.filter((_, index) => outcomes[index]?.status === "fulfilled");
  const forms = new Set(typed.map((each) => canonicalName(each, false)));
  assert.deepEqual(taken.map((each) => canonicalName(each, false)).sort(), [...forms].sort());
  for (const each of typed) {
    const { Username } = await world.call.AdminGetUser({ ...world.pool, Username: each });
    assert.equal(canonicalName(Username, false), canonicalName(each, false));
    assert.ok(taken.includes(Username));
  }
});

test("ForgotPassword sends to the address as it is stored, however its look-alike was typed", async () => {
  await using world = await startWorld({ pool: { ...FOLDING, AliasAttributes: ["email"] } });
  await world.user("ada", { email: "Ada@straße.example" });
  const { call, client, inbox } = world;
  const before = inbox.all.length;
  const typed = ["ADA@STRASSE.EXAMPLE", "ada＠straẞe.example", "ada@strasse.example", "a\u034Fda@straße.example"];
  for (const Username of typed) await call.ForgotPassword({ ...client, Username });
  const sent = inbox.all.slice(before);
  assert.equal(sent.length, typed.length);
  assert.deepEqual([...new Set(sent.map(({ to }) => to))], ["Ada@straße.example"]);
});

test("ConfirmSignUp gives an address to one of fifty who prove it at once", async () => {
  await using world = await startWorld({ pool: { ...FOLDING, AliasAttributes: ["email"] } });
  const { call, client, inbox } = world;
  const proofs = [];
  for (let index = 0; index < 50; index += 1) {
    const email = index % 2 === 0 ? "shared@example.com" : "Shared@Example.com";
    await signUp(world, `user${index}`, email);
    proofs.push({ ...client, Username: `user${index}`, ConfirmationCode: inbox.latest(email).code });
  }
  const outcomes = await Promise.allSettled(proofs.map((proof) => call.ConfirmSignUp(proof)));
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  for (const outcome of outcomes) {
    if (outcome.status === "fulfilled") continue;
    assert.ok(outcome.reason instanceof Error);
    assert.equal(outcome.reason.name, "AliasExistsException");
  }
  const { Username } = await call.AdminGetUser({ ...world.pool, Username: "SHARED@example.com" });
  const winner = outcomes.findIndex(({ status }) => status === "fulfilled");
  assert.equal(Username, `user${winner}`);
  for (const [index, proof] of proofs.entries()) {
    if (index !== winner)
      await refused(world.signIn(proof.Username, Password), "UserNotConfirmedException", TEXTS.notConfirmed);
  }
});
