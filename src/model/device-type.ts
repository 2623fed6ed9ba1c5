/**
 * What a session was used on, as its user may know it again: system and program, out of the User-Agent header.
 * Assumed: the form. The header is the caller's word: it is shown to the user, and nothing is decided by it.
 */

/** As much of the header as is looked at. */
const USER_AGENT_MAX_CHARS = 512;

type Names = readonly (readonly [name: string, mark: RegExp])[];

/** The first that fits: the marks of the later ones stand in the headers of the earlier too. */
const SYSTEMS: Names = [
  ["Windows", /windows/i],
  ["iOS", /iphone|ipad|ipod|\bos\/ios/i],
  ["Android", /android/i],
  ["ChromeOS", /\bcros\b/i],
  ["macOS", /mac os x|macintosh|macos|darwin/i],
  ["Linux", /linux/i],
];

const PROGRAMS: Names = [
  ["Edge", /\bedg(?:e|a|ios)?\//i],
  ["Opera", /\bopr\/|opera/i],
  ["Samsung Internet", /samsungbrowser/i],
  ["Firefox", /firefox|fxios/i],
  ["Chrome", /chrome|crios/i],
  ["Safari", /safari/i],
  ["Amplify", /amplify/i],
  ["AWS CLI", /aws-cli/i],
  ["AWS SDK", /aws-sdk|boto3|botocore/i],
];

const nameIn = (names: Names, header: string): string | undefined => names.find(([, mark]) => mark.test(header))?.[0];

/** `Windows, Firefox`, or as much of it as the header says; `unknown` when it says neither. */
export const deviceTypeOf = (userAgent: string): string => {
  const header = userAgent.slice(0, USER_AGENT_MAX_CHARS);
  const known = [nameIn(SYSTEMS, header), nameIn(PROGRAMS, header)].filter((name) => name !== undefined);
  return known.length === 0 ? "unknown" : known.join(", ");
};
