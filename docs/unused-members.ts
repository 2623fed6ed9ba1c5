/**
 * Members of requests that this server takes and does not act on, and why. `docs/operations.md` shows them; a test asks
 * that every other member of a built operation be named somewhere in the code.
 */
import { contracts, type OperationName } from "../src/contracts/index.ts";
import type { Shape } from "../src/contracts/vocabulary.ts";
import { implementationOf } from "../src/operations/index.ts";

/** A member by the end of its path, and what becomes of it. */
interface UnusedMember {
  readonly member: string;
  readonly fate: "kept and shown" | "taken and dropped";
  readonly why: string;
}

const PAGES = "belongs to the hosted pages, which are not built yet";
const SENDER = "whoever operates the server says how messages leave it";
const SOMEONE_ELSES = "there is no such service beside this server";

/** Those that belong to a member that is listed are not listed themselves. */
export const UNUSED_MEMBERS: readonly UnusedMember[] = [
  { member: "AcrConfiguration", fate: "kept and shown", why: "no sign-in asks for a level yet" },
  { member: "AllowedOAuthFlows", fate: "kept and shown", why: PAGES },
  { member: "AllowedOAuthFlowsUserPoolClient", fate: "kept and shown", why: PAGES },
  { member: "AnalyticsConfiguration", fate: "kept and shown", why: SOMEONE_ELSES },
  { member: "AnalyticsMetadata", fate: "taken and dropped", why: SOMEONE_ELSES },
  { member: "CallbackURLs", fate: "kept and shown", why: PAGES },
  { member: "CloudWatchLogsRoleArn", fate: "kept and shown", why: "reports of imports are files of this server" },
  { member: "ContextData.ServerName", fate: "taken and dropped", why: "it says nothing of who signs in" },
  { member: "ContextData.ServerPath", fate: "taken and dropped", why: "it says nothing of who signs in" },
  { member: "CustomDomainConfig", fate: "kept and shown", why: "a proxy before the server holds the certificates" },
  { member: "DcrConfiguration", fate: "kept and shown", why: PAGES },
  { member: "DefaultRedirectURI", fate: "kept and shown", why: PAGES },
  { member: "EmailConfiguration.ConfigurationSet", fate: "kept and shown", why: SENDER },
  { member: "EmailConfiguration.SourceArn", fate: "kept and shown", why: SENDER },
  { member: "EncodedData", fate: "taken and dropped", why: "only Amazon can read it" },
  { member: "InboundFederation", fate: "kept and shown", why: "nobody arrives by federation yet" },
  { member: "KeyConfiguration", fate: "kept and shown", why: "everything is sealed under the server's master key" },
  { member: "LogoutURLs", fate: "kept and shown", why: PAGES },
  { member: "NotifyConfiguration.SourceArn", fate: "kept and shown", why: SENDER },
  { member: "Routing", fate: "kept and shown", why: "there is one region" },
  { member: "SmsConfiguration", fate: "kept and shown", why: SENDER },
  { member: "SSOSession", fate: "kept and shown", why: PAGES },
  { member: "SupportedIdentityProviders", fate: "kept and shown", why: PAGES },
];

interface Found {
  readonly operation: OperationName;
  /** Names from the request down; lists and maps leave no trace. */
  readonly path: string;
}

/** Every member of a shape and of what lies in it. */
const membersOf = (shape: Shape): readonly string[] => {
  if (shape.kind === "list") return membersOf(shape.element);
  if (shape.kind === "map") return membersOf(shape.value);
  if (shape.kind !== "structure") return [];
  return Object.entries(shape.members).flatMap(([name, member]) =>
    [name].concat(membersOf(member).map((inner) => `${name}.${inner}`)),
  );
};

const endsIn = (path: string, member: string): boolean => path === member || path.endsWith(`.${member}`);

/** Whether `path` is a listed member, or lies in one. */
export const isListed = (path: string): boolean =>
  path
    .split(".")
    .map((_name, index, names) => names.slice(0, index + 1).join("."))
    .some((part) => UNUSED_MEMBERS.some(({ member }) => endsIn(part, member)));

/** Every member that a request to a built operation may have. */
export const requestMembers = (): readonly Found[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names that the object was written with
  (Object.keys(contracts) as OperationName[])
    .filter((operation) => implementationOf(operation) !== undefined)
    .flatMap((operation) => membersOf(contracts[operation].input).map((path) => ({ operation, path })));

/** The operations that take a listed member. */
const takers = (member: string, all: readonly Found[]): readonly string[] => [
  ...new Set(all.filter(({ path }) => endsIn(path, member)).map(({ operation }) => operation)),
];

/** The part of the page that lists them. */
export const unusedMembersSection = (): string => {
  const all = requestMembers();
  return [
    "## Members that nothing acts on",
    "",
    "They are validated like all others.",
    "",
    "| Member | Of | What becomes of it | Why |",
    "|---|---|---|---|",
    ...UNUSED_MEMBERS.map(
      ({ member, fate, why }) => `| \`${member}\` | ${takers(member, all).join(", ")} | ${fate} | ${why} |`,
    ),
    "",
  ].join("\n");
};
