/** As much of a User-Agent header as is looked at. */
const USER_AGENT_MAX_CHARS = 512;

const JAVASCRIPT_SDK = /(?:^| )aws-sdk-(nodejs|js)\/(\d{1,5}(?:\.\d{1,5}){0,3})(?![^ ])/;

/**
 * The `callerContext.awsSdkVersion` of a request with this User-Agent header.
 * Observed: `aws-sdk-nodejs-2.987.0` for the JavaScript SDK 2, `aws-sdk-unknown-unknown` for all other callers.
 * Assumed: `aws-sdk-js-3.…` for the JavaScript SDK 3, whose header says `aws-sdk-js/3.…`.
 */
export const awsSdkVersion = (userAgent: string | undefined): string => {
  const [, sdk, version] = JAVASCRIPT_SDK.exec(userAgent?.slice(0, USER_AGENT_MAX_CHARS) ?? "") ?? [];
  return sdk === undefined || version === undefined ? "aws-sdk-unknown-unknown" : `aws-sdk-${sdk}-${version}`;
};
