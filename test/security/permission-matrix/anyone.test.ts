/**
 * The operations that anyone may call: what they want instead of a key or an access token (the client's secret, a code, a
 * password, a session, a token) is left out, wrong, or somebody else's. Nothing that lets anybody in moves; the right
 * proof, last, gets what the same input asks for. Stops side doors (CVE-2026-97177, CVE-2025-61928, CVE-2026-4636).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiException, type ExceptionName } from "../../../src/contracts/exceptions.ts";
import { contracts, type OperationName } from "../../../src/contracts/index.ts";
import type { Contract } from "../../../src/contracts/vocabulary.ts";
import { implementationOf } from "../../../src/operations/index.ts";
import type { WireInput } from "../../../src/testing/call.ts";
import { operationNames, rawCalls } from "../../../src/testing/raw.ts";
import { inputs } from "./inputs.ts";
import { startScene, type Scene } from "./scene.ts";
import { differences, readStored } from "./stored.ts";

/** Operations that anyone may call and that take no access token. */
type Open = {
  [N in OperationName]: (typeof contracts)[N]["caller"] extends "anyone"
    ? "AccessToken" extends keyof WireInput<N>
      ? never
      : N
    : never;
}[OperationName];

const contractOf = (name: OperationName): Contract => contracts[name];
const isOpen = (name: OperationName): name is Open =>
  contractOf(name).caller === "anyone" && !("AccessToken" in contractOf(name).input.members);

type Input = Readonly<Record<string, unknown>>;

/** One wrong proof. `others` is an input with which somebody else gets the same. */
interface Wrong {
  readonly what: string;
  change(input: Input, others: Input, scene: Scene): Input;
  /** Undefined: it is no error, and does nothing. */
  readonly refused?: ExceptionName;
  readonly message?: RegExp;
}

/** A value inside a member such as AuthParameters, or the member itself. */
const put = (input: Input, path: string, value: unknown): Input => {
  const [member = "", inner] = path.split(".");
  return { ...input, [member]: inner === undefined ? value : { ...Object(input[member]), [inner]: value } };
};

const get = (input: Input, path: string): unknown =>
  path.split(".").reduce<unknown>((found, member) => Object(found)[member], input);

const left = (path: string, refused: ExceptionName, message?: RegExp): Wrong => ({
  what: `without ${path}`,
  change: (input) => put(input, path, undefined),
  refused,
  ...(message === undefined ? {} : { message }),
});

const set = (path: string, value: string, refused: ExceptionName, message?: RegExp): Wrong => ({
  what: `with ${path} ${value}`,
  change: (input) => put(input, path, value),
  refused,
  ...(message === undefined ? {} : { message }),
});

const others = (path: string, refused?: ExceptionName): Wrong => ({
  what: `with somebody else's ${path}`,
  change: (input, other) => put(input, path, get(other, path)),
  ...(refused === undefined ? {} : { refused }),
});

const hashed = (path: string): readonly Wrong[] => [
  left(path, "NotAuthorizedException", /configured with secret but SECRET_HASH was not received$/u),
  set(path, "AAAA", "NotAuthorizedException", /^Unable to verify secret hash for client/u),
  others(path, "NotAuthorizedException"),
];

/** A public client of the same pool is not the one that the proof was made for. */
const ofPublicClient = (refused: ExceptionName): Wrong => ({
  what: "through another client",
  change: (input, _, { client }) => ({ ...input, ...client, ClientSecret: undefined }),
  refused,
});

const unknownClient = (refused: ExceptionName = "ResourceNotFoundException"): Wrong =>
  set("ClientId", "nobodys0client0of0any0pool", refused);

const wrong: { readonly [N in Open]: readonly Wrong[] } = {
  ConfirmForgotPassword: [
    ...hashed("SecretHash"),
    unknownClient(),
    set("ConfirmationCode", "000000", "CodeMismatchException"),
    others("ConfirmationCode", "CodeMismatchException"),
  ],
  ConfirmSignUp: [
    ...hashed("SecretHash"),
    unknownClient(),
    set("ConfirmationCode", "000000", "CodeMismatchException"),
    others("ConfirmationCode", "CodeMismatchException"),
  ],
  ForgotPassword: [...hashed("SecretHash"), unknownClient()],
  GetClientToken: [
    left("Secret", "InvalidParameterException"),
    set("Secret", "anotherSecretOf24Letters", "NotAuthorizedException"),
    others("Secret", "NotAuthorizedException"),
    unknownClient(),
  ],
  GetTokensFromRefreshToken: [
    left("ClientSecret", "NotAuthorizedException", /configured for secret but secret was not received$/u),
    set("ClientSecret", "anotherSecretOf24Letters", "NotAuthorizedException", /^Client secret does not match/u),
    set("RefreshToken", "text", "NotAuthorizedException", /^Invalid Refresh Token\.$/u),
    ofPublicClient("NotAuthorizedException"),
    unknownClient(),
  ],
  InitiateAuth: [
    ...hashed("AuthParameters.SECRET_HASH"),
    unknownClient(),
    set(
      "AuthParameters.PASSWORD",
      "Wrong password 1!",
      "NotAuthorizedException",
      /^Incorrect username or password\.$/u,
    ),
    set("AuthFlow", "ADMIN_USER_PASSWORD_AUTH", "InvalidParameterException"),
    left("AuthParameters.PASSWORD", "InvalidParameterException"),
  ],
  ResendConfirmationCode: [...hashed("SecretHash"), unknownClient()],
  RespondToAuthChallenge: [
    ...hashed("ChallengeResponses.SECRET_HASH"),
    unknownClient(),
    left("Session", "InvalidParameterException"),
    set("Session", "x".repeat(64), "NotAuthorizedException"),
    others("Session", "NotAuthorizedException"),
    set("ChallengeName", "SMS_MFA", "NotAuthorizedException"),
    ofPublicClient("NotAuthorizedException"),
  ],
  RevokeToken: [
    left("ClientSecret", "UnauthorizedException"),
    set("ClientSecret", "anotherSecretOf24Letters", "UnauthorizedException"),
    set("Token", "text", "UnsupportedTokenTypeException"),
    { what: "through another client", change: (input, _, { client }) => ({ ...input, ...client }) },
    unknownClient("UnauthorizedException"),
  ],
  SignUp: [...hashed("SecretHash"), unknownClient()],
  UpdateAuthEventFeedback: [
    left("FeedbackToken", "InvalidParameterException"),
    set("FeedbackToken", "text", "NotAuthorizedException"),
  ],
};

/** What a wrong proof may move: the counters of wrong proofs, and what is told of them. */
const COUNTERS = new Set(["audit", "budgets", "codes", "failures", "spent_marks"]);

const isProtected = (table: string): boolean => !COUNTERS.has(table) && !/event/u.test(table);

/** Its token comes in a mail that no operation asks for. */
const NOT_PLAYED: ReadonlySet<OperationName> = new Set(["UpdateAuthEventFeedback"]);

/** Tokens for an application itself are kept nowhere, nor are those of a refresh that rotates nothing. */
const ISSUING: ReadonlySet<OperationName> = new Set(["GetClientToken", "GetTokensFromRefreshToken"]);

test("each operation that anyone may call wants its proofs", async (t) => {
  await using scene = await startScene();
  const { engine, call } = scene;
  for (const name of operationNames.filter(isOpen).filter((each) => implementationOf(each) !== undefined)) {
    await t.test(name, async () => {
      const [input, other]: readonly Input[] = [{ ...(await inputs[name](scene)) }, { ...(await inputs[name](scene)) }];
      assert.ok(input !== undefined && other !== undefined);
      const raw = rawCalls(call)[name];
      const before = await readStored(engine);
      for (const { what, change, refused, message } of wrong[name]) {
        const asked = raw(change(input, other, scene));
        if (refused === undefined) await asked;
        else {
          await assert.rejects(asked, (error) => {
            assert.ok(error instanceof ApiException);
            assert.equal(error.name, refused, `${what}: ${error.message}`);
            if (message !== undefined) assert.match(error.message, message, what);
            return true;
          });
        }
        assert.deepEqual(differences(before, await readStored(engine), isProtected), [], what);
      }
      if (NOT_PLAYED.has(name)) return;
      const answer = await raw(input);
      const changed = differences(before, await readStored(engine), isProtected);
      if (ISSUING.has(name)) assert.ok(answer);
      else assert.notDeepEqual(changed, [], "with the right proof something changes");
    });
  }
});
