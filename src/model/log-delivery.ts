/**
 * Where a pool delivers its logs.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetLogDeliveryConfiguration.html
 */
import type { LogConfigurationType, LogDeliveryConfigurationType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import { requireLogStreaming } from "./pool-tier.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";

export type LogConfiguration = Value<typeof LogConfigurationType>;

/** What a pool can log. */
export type LogSource = LogConfiguration["EventSource"];

/** The region in an ARN. */
const regionOf = (arn: string): string | undefined => arn.split(":")[3];

/** The one destination of a configuration. */
const destinationsOf = (configuration: LogConfiguration): readonly string[] => {
  const { CloudWatchLogsConfiguration: group, S3Configuration: bucket, FirehoseConfiguration: stream } = configuration;
  return [group?.LogGroupArn, bucket?.BucketArn, stream?.StreamArn].filter((arn) => arn !== undefined);
};

const requireDestination = (configuration: LogConfiguration, region: string): void => {
  const { CloudWatchLogsConfiguration: group, FirehoseConfiguration: stream } = configuration;
  // Assumed: the words.
  if (destinationsOf(configuration).length !== 1)
    throw invalidParameter("A log configuration needs exactly one destination.");
  // The ARN of a bucket has no region.
  for (const arn of [group?.LogGroupArn, stream?.StreamArn]) {
    if (arn !== undefined && regionOf(arn) !== region) throw invalidParameter("ARN does not belong to current region");
  }
};

/** Errors of messages go to log groups; what users did goes anywhere. */
const requireKind = ({ EventSource, LogLevel, CloudWatchLogsConfiguration }: LogConfiguration): void => {
  const level = EventSource === "userNotification" ? "ERROR" : "INFO";
  // Assumed: the words of both.
  if (LogLevel !== level) throw invalidParameter(`Log level of ${EventSource} must be ${level}`);
  if (EventSource === "userNotification" && CloudWatchLogsConfiguration === undefined) {
    throw invalidParameter("userNotification can only be delivered to CloudWatch Logs");
  }
};

/** @throws InvalidParameterException, FeatureUnavailableInTierException */
export const requireLogDelivery = (pool: Pool, configurations: readonly LogConfiguration[], region: string): void => {
  if (new Set(configurations.map(({ EventSource }) => EventSource)).size < configurations.length) {
    throw invalidParameter("Following event sources appear more then once in a request");
  }
  for (const configuration of configurations) {
    requireKind(configuration);
    requireDestination(configuration, region);
  }
  requireLogStreaming({ ...pool.settings, logDelivery: configurations });
};

/** A pool without any shows an empty list. */
export const logDeliveryView = (pool: Pool): Value<typeof LogDeliveryConfigurationType> => ({
  UserPoolId: pool.id,
  LogConfigurations: pool.settings.logDelivery ?? [],
});

/** Where a pool's records of a source go, by ARN; undefined where they go nowhere. */
export const logDestination = ({ settings }: Pool, source: LogSource): string | undefined => {
  const configuration = settings.logDelivery?.find(({ EventSource }) => EventSource === source);
  return configuration && destinationsOf(configuration)[0];
};
