/**
 * What is recorded of a user's own doings where the pool has threat protection: sign-ins, sign-ups, forgotten and changed
 * passwords. Plain values: who records them tells them on as they are.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AuthEventType.html
 */
import type { AuthEventType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";

type Shown = Value<typeof AuthEventType>;

export type AuthEventKind = NonNullable<Shown["EventType"]>;
export type AuthEventResponse = NonNullable<Shown["EventResponse"]>;
export type ChallengeAnswers = NonNullable<Shown["ChallengeResponses"]>;
/** Where it was done from, as far as it is known. */
export type AuthEventContext = NonNullable<Shown["EventContextData"]>;
export type AuthEventRisk = NonNullable<Shown["EventRisk"]>;

/** An event as it is recorded, and told to whoever delivers it elsewhere. */
export interface AuthEvent {
  readonly poolId: string;
  readonly sub: string;
  /** A UUID that begins with the moment: ids of one user are in order of time. */
  readonly id: string;
  /** The stored username. It is not kept with the event, but told with it. */
  readonly username: string;
  /** The app client; told with the event, not kept. */
  readonly clientId: string;
  readonly type: AuthEventKind;
  readonly response: AuthEventResponse;
  /** The API knows passwords and second factors alone: what signs in otherwise has no entry. */
  readonly challenges: ChallengeAnswers;
  readonly context: AuthEventContext;
  readonly risk: AuthEventRisk;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Where its pool logs it, by ARN; undefined where nowhere. Told with the event, not kept. */
  readonly logsTo: string | undefined;
}

/** What somebody said of an event. */
export interface AuthEventFeedback {
  readonly value: "Valid" | "Invalid";
  /** Who: an administrator, or the user. Assumed: the second word. */
  readonly provider: "Admin" | "User";
  readonly at: number;
}

/** An event as it lies in storage. */
export interface StoredAuthEvent extends Omit<AuthEvent, "username" | "clientId" | "logsTo"> {
  readonly feedback: AuthEventFeedback | null;
}

/** Forgotten passwords and codes sent again prove nothing: anybody can ask for them. */
const PROVEN: ReadonlySet<AuthEventKind> = new Set(["SignIn", "SignUp", "PasswordChange"]);

/** Whether the user has proven something in it, and arrived. */
export const isProof = ({ type, response }: Pick<AuthEvent, "type" | "response">): boolean =>
  response === "Pass" && PROVEN.has(type);

/** How long events are kept. @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html */
export const AUTH_EVENTS_KEPT_MS = 2 * 365 * 24 * 60 * 60 * 1000;

/** Nothing was found that speaks against it. */
export const NO_RISK: AuthEventRisk = { RiskDecision: "NoRisk", CompromisedCredentialsDetected: false };

/** The event with the outcome of one more challenge; of one name the newest counts. Nothing stays nothing. */
export const answered = <Event extends AuthEvent | undefined>(
  event: Event,
  name: "Password" | "Mfa",
  outcome: "Success" | "Failure",
): Event =>
  event && {
    ...event,
    challenges: [
      ...event.challenges.filter(({ ChallengeName }) => ChallengeName !== name),
      { ChallengeName: name, ChallengeResponse: outcome },
    ],
  };

/** The event with whether a password was found among those that others know; what else was found stays. Nothing stays nothing. */
export const finding = <Event extends AuthEvent | undefined>(event: Event, risk: AuthEventRisk): Event =>
  event && {
    ...event,
    risk: {
      ...event.risk,
      CompromisedCredentialsDetected:
        event.risk.CompromisedCredentialsDetected === true || risk.CompromisedCredentialsDetected === true,
    },
  };

/** The event with its outcome so far. Nothing stays nothing. */
export const concluded = <Event extends AuthEvent | undefined>(event: Event, response: AuthEventResponse): Event =>
  event && { ...event, response };

/** An event as the API shows it. */
export const authEventView = (event: StoredAuthEvent): Shown => ({
  EventId: event.id,
  EventType: event.type,
  CreationDate: event.createdAt,
  EventResponse: event.response,
  EventRisk: event.risk,
  ChallengeResponses: event.challenges,
  EventContextData: event.context,
  EventFeedback:
    event.feedback === null
      ? undefined
      : {
          FeedbackValue: event.feedback.value,
          Provider: event.feedback.provider,
          FeedbackDate: event.feedback.at,
        },
});
