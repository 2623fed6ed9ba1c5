/**
 * Every administrators' operation, for every kind of caller: who may not call it is told so before anything of the input
 * is looked at, in the same words whatever the input names, and nothing that is stored moves. The right key, allowed this
 * one action on this one pool, gets what the same input asks for. Stops side doors (CVE-2026-97177, CVE-2025-61928).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExceptionName } from "../../../src/contracts/exceptions.ts";
import { contracts } from "../../../src/contracts/index.ts";
import { parsePolicy, requireAllowed } from "../../../src/model/policy.ts";
import { isReading } from "../../../src/model/rates.ts";
import { implementationOf, operations } from "../../../src/operations/index.ts";
import { createCalls } from "../../../src/testing/call.ts";
import { operationNames, rawCalls } from "../../../src/testing/raw.ts";
import type { Signer } from "../../../src/testing/signed-request.ts";
import { inputs, refusedInside } from "./inputs.ts";
import { startScene, type Scene } from "./scene.ts";
import { differences, readStored } from "./stored.ts";

const PLACE = "arn:aws:cognito-idp:us-east-1:000000000000:userpool";
const CALLER = "arn:aws:iam::000000000000:user/matrix";
const NOWHERE = "us-east-1_nowhere00";

const names = operationNames.filter((name) => contracts[name].caller === "administrator");
const built = names.filter((name) => implementationOf(name) !== undefined);

type Input = Readonly<Record<string, unknown>>;

/** What a policy is judged on: the pool that the input names by its id or its ARN, else everything. */
const resourceOf = ({ UserPoolId, ResourceArn }: Input): string => {
  if (typeof UserPoolId === "string") return `${PLACE}/${UserPoolId}`;
  return typeof ResourceArn === "string" ? ResourceArn : "*";
};

/** The same call for another pool, of other types, of nothing: a caller who may not call is told the same of each. */
const variantsOf = (input: Input): readonly Input[] => [
  input,
  { ...input, ...("UserPoolId" in input ? { UserPoolId: NOWHERE } : {}), Username: "nobody" },
  Object.fromEntries(Object.keys(input).map((member) => [member, [[7]]])),
  {},
];

interface Refusal {
  readonly name: ExceptionName;
  readonly message: string;
}

interface Stranger {
  readonly who: string;
  readonly signer: Signer | undefined;
  refusal(name: string, input: Input): Refusal;
}

const always = (name: ExceptionName, message: string) => () => ({ name, message });
const unrecognized = always("UnrecognizedClientException", "The security token included in the request is invalid.");

const denied = (why: string) => (name: string, input: Input) => ({
  name: "AccessDeniedException" as const,
  message: `User: ${CALLER} is not authorized to perform: cognito-idp:${name} on resource: ${resourceOf(input)} ${why}`,
});
const notAllowed = (name: string, input: Input) =>
  denied(`because no identity-based policy allows the cognito-idp:${name} action`)(name, input);

const FULL = [{ Effect: "Allow", Action: "*", Resource: "*" }] as const;

/** Who is refused everything. Their keys could do all, if they were theirs, alive and whole. */
const strangersOf = async ({ keys, world, person }: Scene): Promise<readonly Stranger[]> => {
  const full = await keys.create(FULL);
  const revoked = await keys.create(FULL);
  await keys.revoke(revoked.id);
  const expired = await keys.create(FULL, 1_000);
  world.clock.advance(1_000);
  const temporary = await keys.create(FULL, 86_400_000);
  const { AccessToken } = await person();
  return [
    {
      who: "nobody",
      signer: undefined,
      refusal: always("MissingAuthenticationTokenException", "Missing Authentication Token"),
    },
    {
      who: "who has the key's id and a wrong secret",
      signer: { ...full, secret: "wrong" },
      refusal: always(
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
      ),
    },
    { who: "a key that nobody made", signer: { id: "AKIDEXAMPLE", secret: "x" }, refusal: unrecognized },
    { who: "a revoked key", signer: revoked, refusal: unrecognized },
    {
      who: "an expired key",
      signer: expired,
      refusal: always("ExpiredTokenException", "The security token included in the request is expired"),
    },
    { who: "a temporary key without its token", signer: { ...temporary, token: undefined }, refusal: unrecognized },
    { who: "a temporary key with another token", signer: { ...temporary, token: "other" }, refusal: unrecognized },
    { who: "a lasting key with a token", signer: { ...full, token: temporary.token }, refusal: unrecognized },
    {
      who: "a user with an access token for a key",
      signer: { id: AccessToken.slice(0, 128), secret: AccessToken },
      refusal: unrecognized,
    },
    { who: "a key for nothing of the API", signer: await keys.create([allow("s3:*", "*")]), refusal: notAllowed },
  ];
};

const allow = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource }) as const;

/** Keys that an operator made for something else: the action on another pool, and everything but this action. */
const narrowKeys = async ({ keys, newPool }: Scene, name: string): Promise<readonly Stranger[]> => {
  const action = `cognito-idp:${name}`;
  const other = await newPool();
  return [
    {
      who: "a key for this action on another pool",
      signer: await keys.create([allow(action, `${PLACE}/${other.UserPoolId}`)]),
      refusal: notAllowed,
    },
    {
      who: "a key that is denied this action",
      signer: await keys.create([...FULL, { Effect: "Deny", Action: action, Resource: "*" }]),
      refusal: denied("with an explicit deny in an identity-based policy"),
    },
  ];
};

test("each administrators' operation refuses every caller but the key that is allowed it", async (t) => {
  await using scene = await startScene();
  const { keys, engine } = scene;
  const strangers = await strangersOf(scene);
  for (const name of built) {
    await t.test(name, async () => {
      const input: Input = { ...(await inputs[name](scene)) };
      const resource = resourceOf(input);
      const right = await keys.create([allow(`cognito-idp:${name}`, resource)]);
      const narrow = await narrowKeys(scene, name);
      const before = await readStored(engine);
      for (const { who, signer, refusal } of [...strangers, ...narrow]) {
        for (const variant of variantsOf(input)) {
          const wanted = refusal(name, variant);
          await assert.rejects(keys.send(name, variant, signer), wanted, `${who}: ${JSON.stringify(variant)}`);
        }
      }
      assert.deepEqual(differences(before, await readStored(engine)), []);

      const meets = refusedInside[name];
      if (meets === undefined) await keys.send(name, input, right);
      else await assert.rejects(keys.send(name, input, right), { name: meets });
      await scene.world.server.imports.rest();
      const changed = differences(before, await readStored(engine));
      if (isReading(name) || meets !== undefined) assert.deepEqual(changed, []);
      else assert.notDeepEqual(changed, [], "with the right key something changes");
    });
  }
});

test("a key that is allowed one action alone is allowed no other", async () => {
  await using scene = await startScene();
  const { call, pool, world } = scene;
  const { Username } = await scene.user();
  const before = await readStored(scene.engine);
  for (const own of names) {
    const policy = parsePolicy(JSON.stringify({ Statement: allow(`cognito-idp:${own}`, "*") }));
    const asked: string[] = [];
    const calls = rawCalls(
      createCalls(world.server.perform, {
        settle: async () => undefined,
        administrator: async (action, resource) => {
          asked.push(action);
          requireAllowed({ arn: CALLER, policy }, action, resource);
          throw new Error("allowed");
        },
      }),
    );
    for (const name of built) {
      const about = "UserPoolId" in contracts[name].input.members ? { ...pool } : {};
      const wanted = name === own ? { message: "allowed" } : notAllowed(name, about);
      await assert.rejects(calls[name]({ ...about, Username }), wanted, `${own} for ${name}`);
    }
    assert.deepEqual(
      asked,
      built.map((name) => `cognito-idp:${name}`),
    );
  }
  assert.deepEqual(differences(before, await readStored(scene.engine)), []);
  await call.AdminGetUser({ ...pool, Username });
});

test("an operation that is not built says so to everybody, and does nothing", async () => {
  await using scene = await startScene();
  const before = await readStored(scene.engine);
  for (const name of operationNames.filter((known) => operations[known] === null)) {
    await assert.rejects(scene.keys.send(name, {}), {
      name: "UnknownOperationException",
      message: `${name} is not supported yet; docs/operations.md says what is.`,
    });
  }
  assert.deepEqual(differences(before, await readStored(scene.engine)), []);
});
