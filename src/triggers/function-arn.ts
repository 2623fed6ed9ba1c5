/** The parts of a Lambda function's ARN by which it is found. */
export interface FunctionArn {
  readonly region: string;
  readonly name: string;
  /** A version or an alias; absent means the latest. */
  readonly qualifier?: string;
}

/**
 * No slash and no dot can be part of a name, so that a name can never lead out of the functions folder
 * (path traversal) or out of an endpoint's path.
 */
const FUNCTION_ARN =
  /^arn:aws[a-z-]{0,20}:lambda:([a-z0-9-]{1,32}):[0-9]{1,12}:function:([A-Za-z0-9_-]{1,64})(?::(\$LATEST|[A-Za-z0-9_-]{1,128}))?$/;

/**
 * Takes a function's ARN apart; undefined for anything else.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const parseFunctionArn = (arn: string): FunctionArn | undefined => {
  const [, region, name, qualifier] = FUNCTION_ARN.exec(arn) ?? [];
  if (region === undefined || name === undefined) return undefined;
  return qualifier === undefined ? { region, name } : { region, name, qualifier };
};
