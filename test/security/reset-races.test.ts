/**
 * Two at once are as if one had come after the other: every pair of operations that touch a password or its code is run
 * together, and what is answered and left behind must be what one of the two orders leaves. Stops a code from going to
 * an address that was just replaced, and a password from being changed on the strength of what no longer holds.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld, type World } from "../../src/testing/world.ts";

const OLD = "Secret of ada 1!";
const BY_CODE = "Chosen by code 1!";
const BY_CHANGE = "Chosen by change 1!";
const BY_ADMINISTRATOR = "Chosen for her 1!";
const PASSWORDS = [OLD, BY_CODE, BY_CHANGE, BY_ADMINISTRATOR];
/** Rounds of each pair: the work on passwords takes turns on threads, so no two rounds are alike. */
const ROUNDS = 3;

/** Ada, signed in, with a reset code in her mailbox. */
interface Scene {
  readonly world: World;
  readonly code: string;
  readonly token: string;
}

const setScene = async (): Promise<Scene> => {
  const world = await startWorld();
  await world.user();
  const { AuthenticationResult } = await world.signIn("ada", OLD);
  await world.call.ForgotPassword({ ...world.client, Username: "ada" });
  return {
    world,
    code: world.inbox.latest("ada@example.com").code,
    token: AuthenticationResult?.AccessToken ?? "",
  };
};

const actions: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  reset: ({ world: { call, pool } }) => call.AdminResetUserPassword({ ...pool, Username: "ada" }),
  forgot: ({ world: { call, client } }) => call.ForgotPassword({ ...client, Username: "ada" }),
  confirm: ({ world: { call, client }, code }) =>
    call.ConfirmForgotPassword({ ...client, Username: "ada", Password: BY_CODE, ConfirmationCode: code }),
  change: ({ world: { call }, token }) =>
    call.ChangePassword({ AccessToken: token, PreviousPassword: OLD, ProposedPassword: BY_CHANGE }),
  set: ({ world: { call, pool } }) =>
    call.AdminSetUserPassword({ ...pool, Username: "ada", Password: BY_ADMINISTRATOR, Permanent: true }),
  move: ({ world: { call, pool } }) =>
    call.AdminUpdateUserAttributes({
      ...pool,
      Username: "ada",
      UserAttributes: [
        { Name: "email", Value: "ada@new.example" },
        { Name: "email_verified", Value: "true" },
      ],
    }),
  unverify: ({ world: { call, pool } }) =>
    call.AdminUpdateUserAttributes({
      ...pool,
      Username: "ada",
      UserAttributes: [{ Name: "email_verified", Value: "false" }],
    }),
  disable: ({ world: { call, pool } }) => call.AdminDisableUser({ ...pool, Username: "ada" }),
  delete: ({ world: { call, pool } }) => call.AdminDeleteUser({ ...pool, Username: "ada" }),
  "sign in": ({ world }) => world.signIn("ada", OLD),
};

/** What ForgotPassword may be told when its code was overtaken before its message was sent; the code is dead in both orders. */
const OVERTAKEN = "CodeDeliveryFailureException: The code it carries is spent, replaced or expired.";

const outcomeOf = async (answer: Promise<unknown>): Promise<string> => {
  try {
    await answer;
    return "ok";
  } catch (error) {
    return String(error) === OVERTAKEN ? "ok" : String(error);
  }
};

/** What is left of Ada: her state, the password that works, and whether a code that she was sent does. */
const aftermath = async ({ world }: Scene): Promise<string[]> => {
  const { call, pool, client, inbox } = world;
  const state = await call
    .AdminGetUser({ ...pool, Username: "ada" })
    .then(({ UserStatus, Enabled, UserAttributes }) => {
      const email = UserAttributes?.find(({ Name }) => Name === "email")?.Value;
      return `${UserStatus} ${Enabled} ${email}`;
    }, String);
  const signIns: string[] = [];
  for (const PASSWORD of PASSWORDS) {
    const AuthParameters = { USERNAME: "ada", PASSWORD };
    const flow = { ...pool, ...client, AuthFlow: "ADMIN_USER_PASSWORD_AUTH", AuthParameters } as const;
    signIns.push(await outcomeOf(call.AdminInitiateAuth(flow)));
  }
  const confirmations: string[] = [];
  // Newest first, and fewer than would spend the tries.
  for (const { code } of inbox.all.toReversed().slice(0, 4)) {
    const confirm = { ...client, Username: "ada", Password: "Chosen at the end 1!", ConfirmationCode: code };
    confirmations.push(await outcomeOf(call.ConfirmForgotPassword(confirm)));
  }
  return [state, ...signIns, `a code works: ${confirmations.includes("ok")}`];
};

/** What `first` and `second` are answered with, in this order, when `earlier` comes before the other. */
const inOrder = async (first: string, second: string, earlier: string): Promise<string> => {
  const scene = await setScene();
  await using owned = scene.world;
  const outcomes = new Map<string, string>();
  for (const name of earlier === first ? [first, second] : [second, first]) {
    outcomes.set(name, await outcomeOf(actions[name]!(scene)));
  }
  return [outcomes.get(first), outcomes.get(second), ...(await aftermath({ ...scene, world: owned }))].join("\n");
};

const together = async (first: string, second: string): Promise<string> => {
  const scene = await setScene();
  await using owned = scene.world;
  const outcomes = await Promise.all([first, second].map((name) => outcomeOf(actions[name]!(scene))));
  return [...outcomes, ...(await aftermath({ ...scene, world: owned }))].join("\n");
};

const names = Object.keys(actions);

for (const [index, first] of names.entries()) {
  for (const second of names.slice(index + 1)) {
    test(`${first} and ${second} at once are as one after the other`, async () => {
      const orders = [await inOrder(first, second, first), await inOrder(first, second, second)];
      for (let round = 0; round < ROUNDS; round += 1) {
        const outcome = await together(first, second);
        assert.ok(orders.includes(outcome), `neither order leaves this:\n${[outcome, ...orders].join("\n\n")}`);
      }
    });
  }
}
