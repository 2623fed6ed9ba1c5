import assert from "node:assert/strict";
import { test } from "node:test";
import { accessOf, attributeList, attributesOf } from "../../testing/attributes.ts";
import { startWorld } from "../../testing/world.ts";

const otherAttribute = {
  name: "InvalidParameterException",
  message: "Invalid attribute name. Only phone_number and email can be verified.",
};

test("GetUserAttributeVerificationCode and VerifyUserAttribute prove an address and a number", async () => {
  await using world = await startWorld();
  const access = await accessOf(
    world,
    await world.user("ada", { email_verified: "false", phone_number: "+12065550100" }),
  );
  const proofs = [
    { AttributeName: "email", to: "ada@example.com", Destination: "a***@e***", DeliveryMedium: "EMAIL" },
    { AttributeName: "phone_number", to: "+12065550100", Destination: "+*******0100", DeliveryMedium: "SMS" },
  ];
  for (const { AttributeName, to, ...sent } of proofs) {
    assert.deepEqual(await world.call.GetUserAttributeVerificationCode({ ...access, AttributeName }), {
      CodeDeliveryDetails: { ...sent, AttributeName },
    });
    const Code = world.inbox.latest(to).code;
    assert.deepEqual(await world.call.VerifyUserAttribute({ ...access, AttributeName, Code }), {});
    assert.equal((await attributesOf(world, "ada"))[`${AttributeName}_verified`], "true");
    await assert.rejects(world.call.VerifyUserAttribute({ ...access, AttributeName, Code }), {
      name: "ExpiredCodeException",
      message: "Invalid code provided, please request a code again.",
    });
  }
});

test("GetUserAttributeVerificationCode and VerifyUserAttribute know no other attributes", async () => {
  await using world = await startWorld();
  const access = await accessOf(world, await world.user());
  const named = { ...access, AttributeName: "name" };
  await assert.rejects(world.call.GetUserAttributeVerificationCode(named), otherAttribute);
  await assert.rejects(world.call.VerifyUserAttribute({ ...named, Code: "123456" }), otherAttribute);
  await assert.rejects(world.call.GetUserAttributeVerificationCode({ ...access, AttributeName: "phone_number" }), {
    name: "InvalidParameterException",
  });
});

test("VerifyUserAttribute counts wrong codes, and a code proves the address that it went to alone", async () => {
  await using world = await startWorld();
  const access = await accessOf(world, await world.user("ada", { email_verified: "false" }));
  const verify = (Code: string) => world.call.VerifyUserAttribute({ ...access, AttributeName: "email", Code });
  await assert.rejects(verify("000000"), { name: "ExpiredCodeException" });
  await world.call.GetUserAttributeVerificationCode({ ...access, AttributeName: "email" });
  const { code } = world.inbox.latest("ada@example.com");
  const wrong = code === "000000" ? "000001" : "000000";
  for (let turn = 0; turn < 5; turn += 1) {
    await assert.rejects(verify(wrong), {
      name: "CodeMismatchException",
      message: "Invalid verification code provided, please try again.",
    });
  }
  await assert.rejects(verify(code), {
    name: "LimitExceededException",
    message: "Attempt limit exceeded, please try after some time.",
  });

  await world.call.GetUserAttributeVerificationCode({ ...access, AttributeName: "email" });
  const second = world.inbox.latest("ada@example.com").code;
  const UserAttributes = attributeList({ email: "victim@example.com" });
  await world.call.AdminUpdateUserAttributes({ ...world.pool, Username: "ada", UserAttributes });
  await assert.rejects(verify(second), { name: "ExpiredCodeException" });
  assert.equal((await attributesOf(world, "ada"))["email_verified"], "false");
});

test("VerifyUserAttribute gives an alias to one of 50 who prove it at once", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email"] } });
  const proofs = [];
  for (let index = 0; index < 50; index += 1) {
    const login = await world.user(`user${index}`, { email: "shared@example.com", email_verified: "false" });
    const access = await accessOf(world, login);
    await world.call.GetUserAttributeVerificationCode({ ...access, AttributeName: "email" });
    proofs.push({ ...access, AttributeName: "email", Code: world.inbox.latest("shared@example.com").code });
  }
  const outcomes = await Promise.allSettled(proofs.map((proof) => world.call.VerifyUserAttribute(proof)));
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  for (const outcome of outcomes) {
    if (outcome.status === "fulfilled") continue;
    assert.ok(outcome.reason instanceof Error);
    assert.equal(outcome.reason.name, "AliasExistsException");
    assert.equal(outcome.reason.message, "An account with the given email already exists.");
  }
  const winner = await world.call.AdminGetUser({ ...world.pool, Username: "shared@example.com" });
  assert.match(winner.Username, /^user\d+$/);
});

test("GetUserAttributeVerificationCode sends the code anew to an address that waits", async () => {
  await using world = await startWorld({
    pool: { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] } },
  });
  const access = await accessOf(world, await world.user());
  const UserAttributes = attributeList({ email: "new@example.com" });
  await world.call.UpdateUserAttributes({ ...access, UserAttributes });
  await world.call.GetUserAttributeVerificationCode({ ...access, AttributeName: "email" });
  assert.equal(world.inbox.to("new@example.com").length, 2);
  const Code = world.inbox.latest("new@example.com").code;
  await world.call.VerifyUserAttribute({ ...access, AttributeName: "email", Code });
  assert.equal((await attributesOf(world, "ada"))["email"], "new@example.com");
});

test("GetUserAttributeVerificationCode stops after as many messages as anybody may ask for", async () => {
  await using world = await startWorld();
  const access = await accessOf(world, await world.user());
  const ask = () => world.call.GetUserAttributeVerificationCode({ ...access, AttributeName: "email" });
  for (let turn = 0; turn < 10; turn += 1) await ask();
  await assert.rejects(ask(), { name: "LimitExceededException" });
});
