/** The page `docs/operations.md`: every operation of the API, who may call it, and whether it is built. */
import { contracts, operationGroups, type OperationName } from "../src/contracts/index.ts";
import type { Caller } from "../src/contracts/vocabulary.ts";
import { implementationOf } from "../src/operations/index.ts";
import { unusedMembersSection } from "./unused-members.ts";

const REFERENCE = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_";

const callers: Readonly<Record<Caller, string>> = {
  administrator: "an access key (SigV4)",
  user: "a user's access token",
  anyone: "anyone",
};

/** Settings of what comes later: validated, kept and shown, and nothing acts on them yet. */
const STORED_ONLY: ReadonlySet<OperationName> = new Set([
  "CreateUserPoolDomain",
  "UpdateUserPoolDomain",
  "CreateIdentityProvider",
  "UpdateIdentityProvider",
  "CreateTerms",
  "UpdateTerms",
  "CreateManagedLoginBranding",
  "UpdateManagedLoginBranding",
  "SetUICustomization",
  "SetUserPoolClientSessionConfiguration",
]);

const row = (name: OperationName): string => {
  const { caller, errors } = contracts[name];
  const kept = STORED_ONLY.has(name) ? "stored only" : "**yes**";
  const built = implementationOf(name) === undefined ? "no" : kept;
  return `| [${name}](${REFERENCE}${name}.html) | ${built} | ${callers[caller]} | ${errors.length} |`;
};

const group = (title: string, names: readonly OperationName[]): string =>
  [
    `## ${title}`,
    "",
    "| Operation | Built | Called by | Declared errors |",
    "|---|---|---|---|",
    ...names.map(row),
    "",
  ].join("\n");

/** The page's text. `npm run docs` writes it; a test holds the file against it. */
export const operationsPage = (): string => {
  const names = Object.keys(contracts) as OperationName[];
  const built = names.filter((name) => implementationOf(name) !== undefined).length;
  const groups = Object.entries(operationGroups).map(([title, members]) =>
    group(title, Object.keys(members).sort() as OperationName[]),
  );
  return [
    "# Operations",
    "",
    "Generated from the contracts by `npm run docs`; do not edit.",
    "",
    `${built} of the ${names.length} operations are built. The others answer 400 \`UnknownOperationException\` with a message that says so, before signature and input are looked at. What is *stored only* is validated, kept and shown, and nothing acts on it yet.`,
    "",
    ...groups,
    unusedMembersSection(),
  ].join("\n");
};
