/** The operations of the group "limits", as the wire promises them. */
import { IntegerType, LimitDefinitionType, LimitType } from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Shows how many requests a second a category of operations may receive. */
export const GetProvisionedLimit = operation({
  name: "GetProvisionedLimit",
  caller: "administrator",
  input: structure({
    LimitDefinition: required(LimitDefinitionType),
  }),
  output: structure({
    Limit: required(LimitType),
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "InternalErrorException",
  ],
});

/** Changes how many requests a second a category of operations may receive. */
export const UpdateProvisionedLimit = operation({
  name: "UpdateProvisionedLimit",
  caller: "administrator",
  input: structure({
    LimitDefinition: required(LimitDefinitionType),
    RequestedLimitValue: required(IntegerType),
  }),
  output: structure({
    Limit: required(LimitType),
  }),
  errors: [
    "InvalidParameterException",
    "ResourceNotFoundException",
    "NotAuthorizedException",
    "TooManyRequestsException",
    "ServiceQuotaExceededException",
    "InternalErrorException",
  ],
});
