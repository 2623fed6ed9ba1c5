/** What a development server tells the person who started it. */
import { DEVELOPER_CREDENTIALS } from "../http/callers.ts";
import { DEMO, type Demo } from "./demo.ts";
import { painter } from "./terminal.ts";

export interface BannerFacts extends Demo {
  readonly endpoint: string;
  readonly region: string;
}

/** A command that signs the demo user in, as it can be pasted into a shell. */
export const signInCommand = ({ endpoint, clientId }: BannerFacts): string => {
  const body = {
    AuthFlow: "USER_PASSWORD_AUTH",
    ClientId: clientId,
    AuthParameters: { USERNAME: DEMO.username, PASSWORD: DEMO.password },
  };
  return [
    `curl -s ${endpoint}`,
    "-H 'Content-Type: application/x-amz-json-1.1'",
    "-H 'X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth'",
    `-d '${JSON.stringify(body)}'`,
  ].join(" \\\n    ");
};

export const banner = (facts: BannerFacts, colour: boolean): string => {
  const paint = painter(colour);
  const rows: readonly (readonly [string, string])[] = [
    ["endpoint", facts.endpoint],
    ["region", facts.region],
    ["user pool", facts.poolId],
    ["app client", facts.clientId],
    ["user", `${DEMO.username}, password ${DEMO.password}`],
    [
      "credentials",
      `${DEVELOPER_CREDENTIALS.accessKeyId} / ${DEVELOPER_CREDENTIALS.secretAccessKey} (access key / secret)`,
    ],
    ["inbox", `${facts.endpoint}/_poolhouse/inbox`],
  ];
  return [
    paint("bold", "Poolhouse, a development server"),
    "",
    ...rows.map(([name, value]) => `  ${paint("dim", name.padEnd(14))}${value}`),
    "",
    "  Sign in:",
    "",
    `    ${paint("cyan", signInCommand(facts))}`,
    "",
  ].join("\n");
};
