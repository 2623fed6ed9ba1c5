/** The operations of the group "log delivery", as the wire promises them. */
import { LogConfigurationListType, LogDeliveryConfigurationType, UserPoolIdType } from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Shows where a pool delivers its logs. */
export const GetLogDeliveryConfiguration = operation({
  name: "GetLogDeliveryConfiguration",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
  }),
  output: structure({
    LogDeliveryConfiguration: LogDeliveryConfigurationType,
  }),
  errors: [
    "InvalidParameterException",
    "InternalErrorException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "ResourceNotFoundException",
  ],
});

/** Chooses where a pool delivers its logs. */
export const SetLogDeliveryConfiguration = operation({
  name: "SetLogDeliveryConfiguration",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    LogConfigurations: required(LogConfigurationListType),
  }),
  output: structure({
    LogDeliveryConfiguration: LogDeliveryConfigurationType,
  }),
  errors: [
    "InvalidParameterException",
    "InternalErrorException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "ResourceNotFoundException",
    "FeatureUnavailableInTierException",
  ],
});
