import assert from "node:assert/strict";

/** What a token says of itself, unverified. */
export const claimsOf = (token: string | undefined): Readonly<Record<string, unknown>> => {
  const claims: unknown = JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString());
  assert.ok(typeof claims === "object" && claims !== null);
  return { ...claims };
};
