/** The operations of the group "risk", as the wire promises them. */
import {
  AccountTakeoverRiskConfigurationType,
  ClientIdType,
  CompromisedCredentialsRiskConfigurationType,
  RiskConfigurationType,
  RiskExceptionConfigurationType,
  UserPoolIdType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Shows how a pool or a client reacts to risk. */
export const DescribeRiskConfiguration = operation({
  name: "DescribeRiskConfiguration",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: ClientIdType,
  }),
  output: structure({
    RiskConfiguration: required(RiskConfigurationType),
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UserPoolAddOnNotEnabledException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Chooses how a pool or a client reacts to risk. */
export const SetRiskConfiguration = operation({
  name: "SetRiskConfiguration",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: ClientIdType,
    CompromisedCredentialsRiskConfiguration: CompromisedCredentialsRiskConfigurationType,
    AccountTakeoverRiskConfiguration: AccountTakeoverRiskConfigurationType,
    RiskExceptionConfiguration: RiskExceptionConfigurationType,
  }),
  output: structure({
    RiskConfiguration: required(RiskConfigurationType),
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "UserPoolAddOnNotEnabledException",
    "CodeDeliveryFailureException",
    "InvalidEmailRoleAccessPolicyException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});
