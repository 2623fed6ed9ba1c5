/**
 * What an access key may do: IAM's policy JSON in the part that Poolhouse obeys. What it would not obey is refused when
 * the key is made, because a condition that is silently ignored allows more than its author wrote.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import type { StructureShape } from "../contracts/vocabulary.ts";

/** The most characters of a policy's JSON; IAM's bound for a managed policy. */
export const POLICY_MAX_LENGTH = 6_144;
/** The most statements in a policy. */
export const POLICY_MAX_STATEMENTS = 50;
/** The most characters of a resource that are judged and named in a refusal; the API's own bound for an ARN. */
export const RESOURCE_MAX_LENGTH = 2_048;

export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** Patterns in lower case. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

export type Policy = readonly Statement[];

/** Everything on everything: the developer credentials' policy. */
export const FULL_ACCESS: Policy = [{ effect: "Allow", actions: ["*"], resources: ["*"] }];

/** What signed a request, as far as a decision needs to know it. */
export interface Principal {
  readonly arn: string;
  readonly policy: Policy;
}

/** Where the server says it is: parts of every ARN. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

export type Decision = "allowed" | "denied" | "not allowed";

/**
 * Deny wins, whatever the order; what nothing allows is not allowed. `action` is `cognito-idp:<Operation>`, in any case;
 * `resource` an ARN or `*`, case-sensitive.
 */
export const decide = (policy: Policy, action: string, resource: string): Decision => {
  const named = action.toLowerCase();
  const applies = (statement: Statement) =>
    statement.actions.some((pattern) => isMatch(pattern, named)) &&
    statement.resources.some((pattern) => isMatch(pattern, resource));
  const effects = new Set(policy.filter(applies).map((statement) => statement.effect));
  if (effects.has("Deny")) return "denied";
  return effects.has("Allow") ? "allowed" : "not allowed";
};

/**
 * Refuses what the caller's policy does not allow.
 * @throws AccessDeniedException in IAM's wording
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export const requireAllowed = (caller: Principal, action: string, resource: string): void => {
  const decision = decide(caller.policy, action, resource);
  if (decision === "allowed") return;
  const reason =
    decision === "denied"
      ? "with an explicit deny in an identity-based policy"
      : `because no identity-based policy allows the ${action} action`;
  throw new ApiException(
    "AccessDeniedException",
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
  );
};

export const poolArn = (place: Place, poolId: string): string =>
  `arn:aws:cognito-idp:${place.region}:${place.accountId}:userpool/${poolId}`;

/**
 * What an operation acts on: its pool's ARN, or the ARN it is given, or `*` when it names neither. Judged on the parsed
 * JSON, before decoding. Only members that the operation's contract declares count: otherwise a caller who may tag one
 * pool could name that pool in an ignored `UserPoolId`, and another in the `ResourceArn` that is obeyed.
 */
export const resourceOf = (input: StructureShape<unknown>, json: unknown, place: Place): string => {
  const given = (name: string): string | undefined => {
    if (!Object.hasOwn(input.members, name) || typeof json !== "object" || json === null) return undefined;
    const value: unknown = Object.hasOwn(json, name) ? Reflect.get(json, name) : undefined;
    return typeof value === "string" ? value : undefined;
  };
  const poolId = given("UserPoolId");
  const resource = poolId === undefined ? (given("ResourceArn") ?? "*") : poolArn(place, poolId);
  return resource.slice(0, RESOURCE_MAX_LENGTH);
};

/**
 * Whether the whole text matches a pattern in which `*` stands for any characters and `?` for one. It returns to the
 * newest `*` alone, so that no pattern makes it exponential (the attack on regular expressions); time is at most the
 * product of both lengths, each of which is bounded.
 */
export const isMatch = (pattern: string, text: string): boolean => {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < text.length;) {
    const wanted = pattern[at];
    if (wanted === "*") {
      star = at++;
      resume = i;
    } else if (wanted === "?" || wanted === text[i]) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resume;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
};

/**
 * Reads a policy when a key is made, and again when it is used.
 * @throws Error whose message tells the operator what to change
 */
export const parsePolicy = (text: string): Policy => {
  if (text.length > POLICY_MAX_LENGTH)
    throw new Error(`The policy has ${text.length} characters; shorten it to at most ${POLICY_MAX_LENGTH}.`);
  const document = elementsOf(parseJson(text), "The policy");
  requireKnown(document, ["Version", "Id", "Statement"], "The policy");
  if (document["Version"] !== undefined && !VERSIONS.has(document["Version"]))
    throw new Error(`The policy's Version must be "2012-10-17" or "2008-10-17".`);
  requireText(document["Id"], "The policy's Id");
  const statements = Array.isArray(document["Statement"]) ? document["Statement"] : [document["Statement"]];
  if (statements.length === 0 || statements[0] === undefined)
    throw new Error("The policy has no Statement; write at least one with Effect, Action and Resource.");
  if (statements.length > POLICY_MAX_STATEMENTS)
    throw new Error(`The policy has ${statements.length} statements; join them into at most ${POLICY_MAX_STATEMENTS}.`);
  return statements.map((statement: unknown, index) => parseStatement(statement, `Statement ${index + 1}`));
};

const VERSIONS: ReadonlySet<unknown> = new Set(["2012-10-17", "2008-10-17"]);

/** Elements of IAM's grammar that Poolhouse does not obey, and what to write instead. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["Condition", "conditions are not evaluated here; make one key for each purpose and narrow Action and Resource"],
  ["NotAction", "list what is allowed in Action, or deny it in a statement of its own"],
  ["NotResource", "list the pools in Resource, or deny them in a statement of their own"],
  ["Principal", "a key's policy applies to that key; remove the element"],
  ["NotPrincipal", "a key's policy applies to that key; remove the element"],
]);

const parseStatement = (value: unknown, place: string): Statement => {
  const statement = elementsOf(value, place);
  requireKnown(statement, ["Sid", "Effect", "Action", "Resource"], place);
  requireText(statement["Sid"], `${place}: Sid`);
  const effect = statement["Effect"];
  if (effect !== "Allow" && effect !== "Deny") throw new Error(`${place}: Effect must be "Allow" or "Deny".`);
  return {
    effect,
    actions: patterns(statement["Action"], `${place}: Action`, requireAction).map((pattern) => pattern.toLowerCase()),
    resources: patterns(statement["Resource"], `${place}: Resource`, requireResource),
  };
};

const patterns = (
  value: unknown,
  place: string,
  check: (pattern: string, place: string) => void,
): readonly string[] => {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new Error(`${place} must name at least one thing.`);
  return list.map((pattern) => {
    if (typeof pattern !== "string" || pattern === "")
      throw new Error(`${place} must be a string or a list of strings, none of them empty.`);
    check(pattern, place);
    // A run of stars means what one means; folded, it costs no more than one.
    return pattern.replaceAll(/\*{2,}/gu, "*");
  });
};

/** An action without its service would match nothing, and a Deny that matches nothing would go unnoticed. */
const requireAction = (pattern: string, place: string): void => {
  if (!/^(?:\*|[a-z0-9*?-]+:[a-z0-9*?]+)$/iu.test(pattern))
    throw new Error(
      `${place}: ${JSON.stringify(pattern)} is not an action; write it like "cognito-idp:AdminGetUser" or "*".`,
    );
};

const requireResource = (pattern: string, place: string): void => {
  if (pattern.includes("${"))
    throw new Error(
      `${place}: policy variables are not evaluated here; write the ARN out instead of ${JSON.stringify(pattern)}.`,
    );
  if (pattern !== "*" && !pattern.startsWith("arn:"))
    throw new Error(
      `${place}: ${JSON.stringify(pattern)} is not an ARN; write it like "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_AbCdEfGhI" or "*".`,
    );
};

const requireKnown = (elements: Elements, known: readonly string[], place: string): void => {
  for (const name of Object.keys(elements)) {
    if (known.includes(name)) continue;
    const advice = REFUSED.get(name) ?? `the elements here are ${known.join(", ")}`;
    throw new Error(`${place}: ${JSON.stringify(name)} is not accepted: ${advice}.`);
  }
};

const requireText = (value: unknown, place: string): void => {
  if (value !== undefined && typeof value !== "string") throw new Error(`${place} must be a string.`);
};

type Elements = Readonly<Record<string, unknown>>;

const elementsOf = (value: unknown, place: string): Elements => {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${place} must be a JSON object.`);
  return Object.fromEntries(Object.entries(value));
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("The policy is not JSON; write it as IAM's policy JSON, with straight double quotes.");
  }
};
