import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../contracts/secret.ts";
import { isLinkMessage, writeMessage, type MessageKind, type MessageRequest } from "./message-templates.ts";

const write = (request: Partial<MessageRequest>) => {
  const message = writeMessage({
    kind: "SignUp",
    medium: "EMAIL",
    texts: {},
    code: new Secret("123456"),
    username: "ada",
    ...request,
  });
  return message && { ...message, body: message.body.reveal() };
};

const CODE_KINDS: readonly MessageKind[] = [
  "SignUp",
  "ResendCode",
  "ForgotPassword",
  "VerifyUserAttribute",
  "UpdateUserAttribute",
];

test("writeMessage has a text for everything", () => {
  for (const kind of CODE_KINDS) {
    assert.deepEqual(write({ kind }), {
      subject: "Your verification code",
      body: "Your verification code is 123456.",
    });
    assert.deepEqual(write({ kind, medium: "SMS" }), { body: "Your verification code is 123456." });
  }
  assert.deepEqual(write({ kind: "AdminCreateUser" }), {
    subject: "Your temporary password",
    body: "Your username is ada and temporary password is 123456.",
  });
  assert.deepEqual(write({ kind: "Authentication", medium: "SMS" }), {
    body: "Your authentication code is 123456.",
  });
  assert.deepEqual(write({ kind: "Authentication" }), {
    subject: "Your authentication code",
    body: "Your authentication code is 123456.",
  });
});

const texts = {
  verificationTemplate: {
    smsMessage: "v-sms {####}",
    emailMessage: "v-mail {####}",
    emailSubject: "v-subject",
    emailMessageByLink: "v-link {##Click me##}",
    emailSubjectByLink: "v-link-subject",
  },
  inviteTemplate: { smsMessage: "i-sms {username} {####}", emailMessage: "i-mail {####}", emailSubject: "i-subject" },
  smsAuthenticationMessage: "a-sms {####}",
  emailMfa: { message: "a-mail {####}", subject: "a-subject" },
};

test("writeMessage takes the pool's own texts", () => {
  for (const kind of CODE_KINDS) {
    assert.deepEqual(write({ kind, texts }), { subject: "v-subject", body: "v-mail 123456" });
    assert.deepEqual(write({ kind, texts, medium: "SMS" }), { body: "v-sms 123456" });
  }
  assert.deepEqual(write({ kind: "AdminCreateUser", texts }), { subject: "i-subject", body: "i-mail 123456" });
  assert.deepEqual(write({ kind: "AdminCreateUser", texts, medium: "SMS" }), { body: "i-sms ada 123456" });
  assert.deepEqual(write({ kind: "Authentication", texts }), { subject: "a-subject", body: "a-mail 123456" });
  assert.deepEqual(write({ kind: "Authentication", texts, medium: "SMS" }), { body: "a-sms 123456" });
});

test("writeMessage lets a CustomMessage answer replace each text of its medium", () => {
  const custom = { smsMessage: "c-sms {####}", emailMessage: "c-mail {####}", emailSubject: "c-subject" };
  assert.deepEqual(write({ texts, custom }), { subject: "c-subject", body: "c-mail 123456" });
  assert.deepEqual(write({ texts, custom, medium: "SMS" }), { body: "c-sms 123456" });
  const nothing = { smsMessage: null, emailMessage: null, emailSubject: null };
  assert.deepEqual(write({ texts, custom: nothing }), { subject: "v-subject", body: "v-mail 123456" });
});

test("writeMessage fills in every occurrence", () => {
  const custom = { emailMessage: "{####} {####}{####}" };
  assert.equal(write({ custom })?.body, "123456 123456123456");
});

test("writeMessage never fills in what was filled in", () => {
  const custom = { smsMessage: "{username}: {####}" };
  const request = { kind: "AdminCreateUser", medium: "SMS", custom } as const;
  assert.equal(write({ ...request, username: "{####}" })?.body, "{####}: 123456");
  assert.equal(write({ ...request, username: "$&$1$`" })?.body, "$&$1$`: 123456");
  assert.equal(write({ ...request, code: new Secret("a{username}$&1") })?.body, "ada: a{username}$&1");
});

test("writeMessage escapes what users chose in e-mail, and leaves it in SMS", () => {
  const username = `<a href="https://evil.example">'&`;
  const code = new Secret("a<b&c");
  const invitation = { kind: "AdminCreateUser", username, code } as const;
  assert.equal(
    write(invitation)?.body,
    "Your username is &lt;a href=&quot;https://evil.example&quot;&gt;&#39;&amp; and temporary password is a&lt;b&amp;c.",
  );
  assert.equal(
    write({ ...invitation, medium: "SMS" })?.body,
    `Your username is ${username} and temporary password is a<b&c.`,
  );
});

test("writeMessage names the user in invitations alone", () => {
  assert.equal(write({ custom: { emailMessage: "{username} {####}" } })?.body, "{username} 123456");
});

test("writeMessage has nothing to send for an invitation without a place for the password", () => {
  const unfit = { inviteTemplate: { emailMessage: "Welcome {username}, {##password##}" } };
  assert.equal(write({ kind: "AdminCreateUser", texts: unfit }), undefined);
  assert.notEqual(write({ kind: "AdminCreateUser", texts: unfit, medium: "SMS" }), undefined);
  assert.notEqual(write({ kind: "AdminCreateUser", texts: unfit, custom: { emailMessage: "{####}" } }), undefined);
  assert.equal(write({ kind: "AdminCreateUser", custom: { emailMessage: "Welcome" } }), undefined);
});

const byLink = {
  ...texts,
  verificationTemplate: { ...texts.verificationTemplate, defaultEmailOption: "CONFIRM_WITH_LINK" },
} as const;
const link = new Secret("https://id.example.com/confirmUser/?client_id=c&user_name=ada&confirmation_code=123456");

test("writeMessage writes a link for sign-ups in pools that confirm by link", () => {
  const body =
    'v-link <a href="https://id.example.com/confirmUser/?client_id=c&amp;user_name=ada&amp;confirmation_code=123456">Click me</a>';
  for (const kind of ["SignUp", "ResendCode"] as const) {
    assert.deepEqual(write({ kind, texts: byLink, link }), { subject: "v-link-subject", body });
  }
  const defaults = { verificationTemplate: { defaultEmailOption: "CONFIRM_WITH_LINK" } } as const;
  assert.match(write({ texts: defaults, link })?.body ?? "", /<a href="https:[^"]+">Verify Email<\/a>$/);
});

test("writeMessage writes the code texts for resets, also in pools that confirm by link", () => {
  for (const kind of ["ForgotPassword", "VerifyUserAttribute", "UpdateUserAttribute"] as const) {
    assert.deepEqual(write({ kind, texts: byLink, link }), { subject: "v-subject", body: "v-mail 123456" });
  }
  assert.equal(write({ texts: byLink, link, medium: "SMS" })?.body, "v-sms 123456");
  assert.equal(write({ texts, link })?.body, "v-mail 123456");
});

test("writeMessage leaves a link placeholder alone where there is no link", () => {
  const custom = { emailMessage: "{##Click Here##} {####}" };
  assert.equal(write({ kind: "ForgotPassword", texts: byLink, link, custom })?.body, "{##Click Here##} 123456");
});

test("writeMessage reads a hostile template of full size", () => {
  const emailMessage = `{####}${"{##".repeat(6_000)}`;
  assert.equal(write({ custom: { emailMessage } })?.body.length, emailMessage.length);
});

test("isLinkMessage holds for e-mail of sign-ups alone", () => {
  assert.equal(isLinkMessage("SignUp", "EMAIL", byLink), true);
  assert.equal(isLinkMessage("ResendCode", "EMAIL", byLink), true);
  assert.equal(isLinkMessage("SignUp", "SMS", byLink), false);
  assert.equal(isLinkMessage("ForgotPassword", "EMAIL", byLink), false);
  assert.equal(isLinkMessage("SignUp", "EMAIL", texts), false);
});
