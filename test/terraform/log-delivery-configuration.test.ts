/** aws_cognito_log_delivery_configuration. */
import { test } from "node:test";
import {
  GetLogDeliveryConfigurationCommand,
  SetLogDeliveryConfigurationCommand,
  type CognitoIdentityProviderClient,
  type LogConfigurationType,
} from "@aws-sdk/client-cognito-identity-provider";
import { play, unlessGone, type Resource } from "./resource.ts";
import { startScene } from "./scene.ts";

interface LogDelivery {
  UserPoolId: string | undefined;
  LogConfigurations: LogConfigurationType[] | undefined;
}

const logDelivery = (
  sdk: CognitoIdentityProviderClient,
  remains: { readonly UserPoolId: string },
): Resource<LogDelivery> => {
  const put = (planned: LogDelivery) => sdk.send(new SetLogDeliveryConfigurationCommand({ ...planned }));
  return {
    name: "aws_cognito_log_delivery_configuration",
    isStrict: true,
    attributes: {
      UserPoolId: { required: true, forcesNew: true },
      LogConfigurations: { required: true, ordered: true },
    },
    create: async (planned) => {
      await put(planned);
      return planned.UserPoolId ?? "";
    },
    read: async (UserPoolId) => {
      const got = await unlessGone(sdk.send(new GetLogDeliveryConfigurationCommand({ UserPoolId })));
      const found = got?.LogDeliveryConfiguration;
      return found && { UserPoolId: found.UserPoolId, LogConfigurations: found.LogConfigurations };
    },
    update: async (_id, planned) => {
      await put(planned);
    },
    remove: async (UserPoolId) => {
      await unlessGone(put({ UserPoolId, LogConfigurations: [] }));
    },
    remains: { ...remains, LogConfigurations: [] },
  };
};

test("aws_cognito_log_delivery_configuration reads back what it writes, in its order", async () => {
  await using scene = await startScene({ pool: { UserPoolTier: "PLUS" } });
  const { world, sdk } = scene;
  const errors: LogConfigurationType = {
    EventSource: "userNotification",
    LogLevel: "ERROR",
    CloudWatchLogsConfiguration: { LogGroupArn: "arn:aws:logs:us-east-1:000000000000:log-group:errors" },
  };
  const events = (destination: Partial<LogConfigurationType>): LogConfigurationType => ({
    EventSource: "userAuthEvents",
    LogLevel: "INFO",
    ...destination,
  });
  const delivery = (...LogConfigurations: LogConfigurationType[]): LogDelivery => ({
    ...world.pool,
    LogConfigurations,
  });
  await play(logDelivery(sdk, world.pool), {
    minimal: delivery(errors),
    full: delivery(
      events({ FirehoseConfiguration: { StreamArn: "arn:aws:firehose:us-east-1:000000000000:deliverystream/events" } }),
      errors,
    ),
    others: [
      delivery(errors, events({ S3Configuration: { BucketArn: "arn:aws:s3:::events" } })),
      delivery(
        events({
          CloudWatchLogsConfiguration: { LogGroupArn: "arn:aws:logs:us-east-1:000000000000:log-group:events" },
        }),
      ),
    ],
  });
});
