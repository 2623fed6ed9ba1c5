import assert from "node:assert/strict";
import { test } from "node:test";
import { register, signedIn, startPasskeyWorld } from "../../testing/passkey-world.ts";
import { refused } from "../../testing/refused.ts";

const MISSING = ["ResourceNotFoundException", "The passkey does not exist."] as const;

test("DeleteWebAuthnCredential removes one passkey and leaves the others", async () => {
  await using world = await startPasskeyWorld();
  const { call } = world;
  const token = await signedIn(world);
  const [first, second] = [await register(world, token), await register(world, token)];
  const gone = { ...token, CredentialId: first.credentialId };
  assert.deepEqual(await call.DeleteWebAuthnCredential(gone), {});
  const { Credentials } = await call.ListWebAuthnCredentials(token);
  assert.deepEqual(
    Credentials.map(({ CredentialId }) => CredentialId),
    [second.credentialId],
  );
  await refused(call.DeleteWebAuthnCredential(gone), ...MISSING);
  // The same authenticator may come back.
  await register(world, token, { credentialId: Buffer.from(first.credentialId, "base64url") });
});

test("DeleteWebAuthnCredential does not know the passkeys of others", async () => {
  await using world = await startPasskeyWorld();
  const [ada, bob] = [await signedIn(world), await signedIn(world, "bob")];
  const { credentialId: CredentialId } = await register(world, ada);
  await refused(world.call.DeleteWebAuthnCredential({ ...bob, CredentialId }), ...MISSING);
  await refused(world.call.DeleteWebAuthnCredential({ ...bob, CredentialId: "unknown" }), ...MISSING);
  assert.equal((await world.call.ListWebAuthnCredentials(ada)).Credentials.length, 1);
});

test("Deleting a user frees the passkeys", async () => {
  await using world = await startPasskeyWorld();
  const { credentialId } = await register(world, await signedIn(world));
  await world.call.AdminDeleteUser({ ...world.pool, Username: "ada" });
  const again = await signedIn(world);
  assert.deepEqual(await world.call.ListWebAuthnCredentials(again), { Credentials: [] });
  await register(world, again, { credentialId: Buffer.from(credentialId, "base64url") });
});
