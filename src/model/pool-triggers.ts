/**
 * The functions that a pool's settings name.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_LambdaConfigType.html
 */
import type { Medium } from "./message-templates.ts";
import type { PoolSettings } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";

export type LambdaConfig = NonNullable<PoolSettings["LambdaConfig"]>;

/** The ARN of every function in the settings, each once. The key that encrypts codes for senders is no function. */
export const triggerArns = (config: LambdaConfig): readonly string[] => {
  const { KMSKeyID: _key, ...triggers } = config;
  const arns = Object.values(triggers).map((trigger) => (typeof trigger === "object" ? trigger.LambdaArn : trigger));
  return [...new Set(arns.filter((arn) => arn !== undefined))];
};

/** What can be judged without looking for the functions. @throws InvalidParameterException */
export const requireTriggerRules = (config: LambdaConfig, region: string): void => {
  const { PreTokenGeneration: plain, PreTokenGenerationConfig: versioned } = config;
  if (plain !== undefined && versioned !== undefined && plain !== versioned.LambdaArn) {
    throw invalidParameter(
      "Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's",
    );
  }
  if (triggerArns(config).some((arn) => arn.split(":")[3] !== region)) {
    throw invalidParameter("Cross-region lambda functions are not supported");
  }
  // Assumed: the wording.
  if ((config.CustomEmailSender ?? config.CustomSMSSender) !== undefined && config.KMSKeyID === undefined) {
    throw invalidParameter("KMSKeyID is required when CustomEmailSender or CustomSMSSender is set.");
  }
};

/** The function that sends a pool's messages of one medium itself, and the key under which it gets codes. */
export const customSenderOf = (
  { LambdaConfig: config = {} }: PoolSettings,
  medium: Medium,
): { readonly arn: string; readonly keyArn: string } | undefined => {
  const sender = medium === "EMAIL" ? config.CustomEmailSender : config.CustomSMSSender;
  // Settings without a key are not saved; if they were, no key would have this name and nothing would be sent.
  return sender === undefined ? undefined : { arn: sender.LambdaArn, keyArn: config.KMSKeyID ?? "" };
};

/** The key under which codes are encrypted, where any are; undefined where no function sends messages. */
export const codeKeyArn = (config: LambdaConfig): string | undefined =>
  (config.CustomEmailSender ?? config.CustomSMSSender) === undefined ? undefined : config.KMSKeyID;

/** The settings name a function that nobody can call. */
export const functionUnknown = (arn: string) =>
  invalidParameter(
    `The function ${arn} is not known to this server: put <name>.mjs into the folder of POOLHOUSE_FUNCTIONS, ` +
      "or set POOLHOUSE_LAMBDA_ENDPOINT to where it can be invoked.",
  );

/** The settings name a key that this server has not: it could send no code, and never sends one in clear. */
export const codeKeyUnknown = (arn: string) =>
  invalidParameter(
    `The key ${arn} (KMSKeyID) is not known to this server: put it into the file of POOLHOUSE_KMS_KEYS_FILE, ` +
      "or set POOLHOUSE_KMS_ENDPOINT to where codes can be encrypted under it.",
  );
