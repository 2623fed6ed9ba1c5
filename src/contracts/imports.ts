/** The operations of the group "imports", as the wire promises them. */
import {
  ArnType,
  ListOfStringTypes,
  PaginationKeyType,
  PasswordHashingAlgorithmType,
  PoolQueryLimitType,
  UserImportJobIdType,
  UserImportJobNameType,
  UserImportJobType,
  UserImportJobsListType,
  UserPoolIdType,
} from "./shapes.ts";
import { operation, required, structure } from "./vocabulary.ts";

/** Prepares an import of users and answers where to send the file. */
export const CreateUserImportJob = operation({
  name: "CreateUserImportJob",
  caller: "administrator",
  input: structure({
    JobName: required(UserImportJobNameType),
    UserPoolId: required(UserPoolIdType),
    CloudWatchLogsRoleArn: required(ArnType),
    PasswordHashingAlgorithm: PasswordHashingAlgorithmType,
  }),
  output: structure({
    UserImportJob: UserImportJobType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "PreconditionNotMetException",
    "NotAuthorizedException",
    "LimitExceededException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Shows how an import is doing. */
export const DescribeUserImportJob = operation({
  name: "DescribeUserImportJob",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    JobId: required(UserImportJobIdType),
  }),
  output: structure({
    UserImportJob: UserImportJobType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Answers the columns that an import file has. */
export const GetCSVHeader = operation({
  name: "GetCSVHeader",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
  }),
  output: structure({
    UserPoolId: UserPoolIdType,
    CSVHeader: ListOfStringTypes,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Lists a pool's imports. */
export const ListUserImportJobs = operation({
  name: "ListUserImportJobs",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    MaxResults: required(PoolQueryLimitType),
    PaginationToken: PaginationKeyType,
  }),
  output: structure({
    UserImportJobs: UserImportJobsListType,
    PaginationToken: PaginationKeyType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "NotAuthorizedException",
    "OperationNotEnabledException",
    "InternalErrorException",
  ],
});

/** Starts an import. */
export const StartUserImportJob = operation({
  name: "StartUserImportJob",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    JobId: required(UserImportJobIdType),
  }),
  output: structure({
    UserImportJob: UserImportJobType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "InternalErrorException",
    "PreconditionNotMetException",
    "OperationNotEnabledException",
    "NotAuthorizedException",
  ],
});

/** Stops an import. */
export const StopUserImportJob = operation({
  name: "StopUserImportJob",
  caller: "administrator",
  input: structure({
    UserPoolId: required(UserPoolIdType),
    JobId: required(UserImportJobIdType),
  }),
  output: structure({
    UserImportJob: UserImportJobType,
  }),
  errors: [
    "ResourceNotFoundException",
    "InvalidParameterException",
    "TooManyRequestsException",
    "InternalErrorException",
    "PreconditionNotMetException",
    "OperationNotEnabledException",
    "NotAuthorizedException",
  ],
});
