import assert from "node:assert/strict";
import { test } from "node:test";
import { isProof, NO_RISK, type AuthEventContext, type StoredAuthEvent } from "./auth-event.ts";
import { takeoverRisk } from "./takeover-risk.ts";

const NOW = Date.UTC(2026, 0, 1);
const HOUR_MS = 60 * 60 * 1000;
const HOME = { IpAddress: "192.0.2.7", DeviceName: "Firefox, Linux" } as const;

const event = (over: Partial<StoredAuthEvent> = {}): StoredAuthEvent => ({
  poolId: "us-east-1_Example00",
  sub: "sub",
  id: "id",
  type: "SignIn",
  response: "Pass",
  challenges: [],
  context: HOME,
  risk: NO_RISK,
  createdAt: NOW - HOUR_MS,
  feedback: null,
  ...over,
});

const failures = (count: number, createdAt = NOW - 1, context: AuthEventContext = HOME): StoredAuthEvent[] =>
  Array.from({ length: count }, () => event({ response: "Fail", createdAt, context }));

const said = (value: "Valid" | "Invalid") => ({ value, provider: "User", at: NOW }) as const;

const ELSEWHERE = { IpAddress: "198.51.100.1", DeviceName: "Chrome, Windows" } as const;

const cases: Readonly<Record<string, readonly [AuthEventContext, readonly StoredAuthEvent[], string | undefined]>> = {
  "the first sign-in is compared with nothing": [ELSEWHERE, [], undefined],
  "a known place is no risk": [HOME, [event()], undefined],
  "a neighbour's address is of the same network": [{ ...HOME, IpAddress: "192.0.2.200" }, [event()], undefined],
  "IPv4 in the clothes of IPv6 is the same network": [{ ...HOME, IpAddress: "::ffff:192.0.2.7" }, [event()], undefined],
  "a network of IPv6 has its first 48 bits": [
    { ...HOME, IpAddress: "2001:db8:1:ffff::1" },
    [event({ context: { ...HOME, IpAddress: "2001:db8:1::9" } })],
    undefined,
  ],
  "a new network is low": [{ ...HOME, IpAddress: "192.0.3.7" }, [event()], "Low"],
  "a new network of IPv6 is low": [
    { ...HOME, IpAddress: "2001:db8:2::1" },
    [event({ context: { ...HOME, IpAddress: "2001:db8:1::9" } })],
    "Low",
  ],
  "a new device is low": [{ ...HOME, DeviceName: "Chrome, Windows" }, [event()], "Low"],
  "both are medium": [ELSEWHERE, [event()], "Medium"],
  "guessing is low": [HOME, [...failures(3), event()], "Low"],
  "guesses are held against nobody whose address is not known": [
    {},
    [...failures(3, NOW - 1, ELSEWHERE), event()],
    undefined,
  ],
  "two failures are no guessing": [HOME, [...failures(2), event()], undefined],
  "old failures are no guessing": [HOME, [...failures(9, NOW - HOUR_MS), event()], undefined],
  "guesses from elsewhere are not held against the user": [
    HOME,
    [...failures(9, NOW - 1, ELSEWHERE), event()],
    undefined,
  ],
  "all three are high": [ELSEWHERE, [...failures(3, NOW - 1, ELSEWHERE), event()], "High"],
  "what is not known is not held against anybody": [{}, [event()], undefined],
  "what failed is not known": [ELSEWHERE, [event({ response: "Fail", context: ELSEWHERE }), event()], "Medium"],
  "what anybody can ask for is not known": [
    ELSEWHERE,
    [event({ type: "ForgotPassword", context: ELSEWHERE }), event()],
    "Medium",
  ],
  "a network that was disowned is high": [
    { ...HOME, IpAddress: "198.51.100.9" },
    [event({ context: ELSEWHERE, feedback: said("Invalid") }), event()],
    "High",
  ],
  "one that is the user's own as well is not": [HOME, [event({ feedback: said("Invalid") }), event()], undefined],
  "what was vouched for is known, though it failed": [
    ELSEWHERE,
    [event({ response: "Fail", context: ELSEWHERE, feedback: said("Valid") }), event()],
    undefined,
  ],
  "failures alone are compared with nothing": [ELSEWHERE, failures(2), undefined],
};

for (const [what, [context, past, expected]] of Object.entries(cases)) {
  test(`takeoverRisk: ${what}`, () => {
    const evidence = past.filter((one) => one.feedback !== null || isProof(one));
    assert.equal(takeoverRisk(context, { events: past, evidence }, NOW), expected);
  });
}

test("takeoverRisk: failures that fill the list neither hide what is known nor what was disowned", () => {
  const events = failures(100, NOW - 2 * HOUR_MS, ELSEWHERE);
  assert.equal(takeoverRisk(HOME, { events, evidence: [event()] }, NOW), undefined);
  const evidence = [event({ response: "Fail", context: ELSEWHERE, feedback: said("Invalid") }), event()];
  assert.equal(takeoverRisk(ELSEWHERE, { events, evidence }, NOW), "High");
});
