/**
 * What a server promised before it was killed. People have their passwords reset and choose new ones, many at once, until
 * the process is killed without warning; the next one must hold to every answer that was given, have sent or still send
 * every message, and leave nobody in between.
 */
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import {
  AdminCreateUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  InitiateAuthCommand,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { openPostOffice, type PostOffice } from "./kill/post-office.ts";
import { startDevelopment, temporaryFolder, type RunningServer } from "./poolhouse.ts";

const PEOPLE = 40;
/** More than the budget of resets leaves room for nobody to be reset out of it. */
const RESETS_MAX = 15;

/** A person, as far as the answers of the server say. */
interface Person {
  readonly name: string;
  readonly address: string;
  password: string;
  state: "confirmed" | "reset";
  /** What was asked for and not answered: it may have happened or not. */
  asked: { readonly reset: true } | { readonly password: string } | undefined;
  /** Resets that were acknowledged, and those that may have happened. */
  resets: number;
  unsureResets: number;
  /** Codes that were used, or have become useless. */
  readonly spent: Set<string>;
}

interface Town {
  readonly people: readonly Person[];
  readonly office: PostOffice;
  readonly folder: string;
}

interface Shown {
  readonly id: number;
  readonly to: string;
  readonly code: string;
  readonly state: string;
  readonly reason: string | null;
}

const start = ({ folder, office }: Pick<Town, "folder" | "office">): Promise<RunningServer> =>
  startDevelopment(folder, { POOLHOUSE_SMTP_URL: office.url });

const settle = async (server: RunningServer, office: PostOffice, folder: string): Promise<Town> => {
  const sdk = server.sdk();
  const { poolId: UserPoolId } = server.ready;
  const people = Array.from({ length: PEOPLE }, (_, index): Person => {
    const name = `person${index}`;
    return {
      name,
      address: `${name}@example.com`,
      password: "First password 1!",
      state: "confirmed",
      asked: undefined,
      resets: 0,
      unsureResets: 0,
      spent: new Set(),
    };
  });
  await Promise.all(
    people.map(async ({ name: Username, address, password: Password }) => {
      await sdk.send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username,
          MessageAction: "SUPPRESS",
          UserAttributes: [
            { Name: "email", Value: address },
            { Name: "email_verified", Value: "true" },
          ],
        }),
      );
      await sdk.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
    }),
  );
  return { people, office, folder };
};

/** Chooses another password with the newest code. */
const confirm = async (sdk: CognitoIdentityProviderClient, clientId: string, person: Person, code: string) => {
  const password = `Password ${randomInt(1e9)} aA!`;
  person.asked = { password };
  await sdk.send(
    new ConfirmForgotPasswordCommand({
      ClientId: clientId,
      Username: person.name,
      Password: password,
      ConfirmationCode: code,
    }),
  );
  person.asked = undefined;
  person.password = password;
  person.state = "confirmed";
  person.spent.add(code);
};

const reset = async (sdk: CognitoIdentityProviderClient, poolId: string, person: Person) => {
  person.asked = { reset: true };
  await sdk.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username: person.name }));
  person.asked = undefined;
  person.state = "reset";
  person.resets += 1;
};

/** Resets and confirms one person after the other step, until the server is gone. */
const live = async (server: RunningServer, { office }: Town, person: Person, onAnswer: () => void) => {
  const sdk = server.sdk();
  const { poolId, clientId } = server.ready;
  const gone = server.ended.then(() => undefined);
  try {
    while (person.resets < RESETS_MAX) {
      if (person.state === "confirmed") await reset(sdk, poolId, person);
      else {
        const mail = await Promise.race([office.next(person.address, person.spent), gone]);
        if (mail === undefined) return;
        await confirm(sdk, clientId, person, mail.code);
      }
      onAnswer();
    }
  } catch (error) {
    // A refusal while the server lives is a failure of the test; a torn connection is what the test is for.
    if (error instanceof Error && "$fault" in error) throw error;
  }
};

/** The moments at which a process dies. */
const deaths: readonly { readonly when: string; readonly plan: (town: Town, die: () => void) => () => void }[] = [
  {
    when: "after some answers",
    plan: (_town, die) => {
      let left = randomInt(5, 50);
      return () => {
        left -= 1;
        if (left === 0) die();
      };
    },
  },
  {
    when: "while a mail is under way",
    plan: ({ office }, die) => {
      let left = randomInt(2, 30);
      office.onMail = () => {
        left -= 1;
        if (left === 0) die();
      };
      return () => undefined;
    },
  },
  {
    when: "at any moment",
    plan: (_town, die) => {
      setTimeout(die, randomInt(20, 400));
      return () => undefined;
    },
  },
];

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));

const signIn = async (server: RunningServer, Username: string, PASSWORD: string): Promise<string> => {
  try {
    await server.sdk().send(
      new InitiateAuthCommand({
        ClientId: server.ready.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: Username, PASSWORD },
      }),
    );
    return "signed in";
  } catch (error) {
    return nameOf(error);
  }
};

const inboxOf = async ({ ready }: RunningServer, address: string): Promise<readonly Shown[]> => {
  const answer = await fetch(`${ready.endpoint}/_poolhouse/inbox?limit=1000&to=${encodeURIComponent(address)}`);
  return JSON.parse(await answer.text());
};

/** Finds out what became of the step that was not answered; either it happened whole or not at all. */
const judge = async (server: RunningServer, person: Person): Promise<void> => {
  const { asked } = person;
  person.asked = undefined;
  if (asked !== undefined && "password" in asked) {
    if ((await signIn(server, person.name, asked.password)) === "signed in") {
      person.password = asked.password;
      person.state = "confirmed";
    }
    return;
  }
  if (asked !== undefined && (await signIn(server, person.name, person.password)) !== "signed in") {
    person.state = "reset";
    person.unsureResets += 1;
  }
};

/** Everything that was promised to one person holds. */
const check = async (server: RunningServer, { office }: Town, person: Person): Promise<void> => {
  await judge(server, person);
  const expected = person.state === "confirmed" ? "signed in" : "PasswordResetRequiredException";
  assert.equal(await signIn(server, person.name, person.password), expected, person.name);
  const messages = await inboxOf(server, person.address);
  assert.equal(messages.length, person.resets + person.unsureResets, `${person.name}: one message for each reset`);
  for (const { state, reason, to, code } of messages) {
    if (state === "refused") assert.equal(reason, "The code it carries is spent, replaced or expired.");
    else await office.arrival(to, code);
  }
  const [newest, ...older] = messages;
  for (const { code } of older) person.spent.add(code);
  if (person.state === "confirmed") {
    if (newest !== undefined) person.spent.add(newest.code);
    return;
  }
  assert.ok(newest !== undefined && newest.state !== "refused", `${person.name} has a message to come`);
};

test("a killed server keeps every promise: who is reset gets a code that works, who is confirmed signs in", async () => {
  using folder = temporaryFolder();
  await using office = await openPostOffice();
  const first = await start({ folder: folder.path, office });
  const town = await settle(first, office, folder.path);
  let server = first;
  try {
    for (const { when, plan } of [...deaths, ...deaths]) {
      const { promise: died, resolve } = Promise.withResolvers<void>();
      const onAnswer = plan(town, () => {
        server.kill("SIGKILL");
        resolve();
      });
      const lives = town.people.map((person) => live(server, town, person, onAnswer));
      await died;
      assert.equal((await server.ended).signal, "SIGKILL");
      await Promise.all(lives);
      office.onMail = () => undefined;

      await server[Symbol.asyncDispose]();
      server = await start(town);
      for (const person of town.people) {
        await check(server, town, person).catch((error: unknown) => {
          throw new Error(`killed ${when}`, { cause: error });
        });
      }
    }

    // Whoever is still in the middle gets out with the code that came.
    const middle = town.people.filter(({ state }) => state === "reset");
    await Promise.all(
      middle.map(async (person) => {
        const { code } = await office.next(person.address, person.spent);
        await confirm(server.sdk(), server.ready.clientId, person, code);
      }),
    );
    for (const person of town.people) {
      assert.equal(await signIn(server, person.name, person.password), "signed in");
    }
    // A repeat can be recognised, and no two messages share an id.
    const codes = new Map(office.mails.map(({ messageId, to, code }) => [messageId, `${to} ${code}`]));
    for (const { messageId, to, code } of office.mails) assert.equal(codes.get(messageId), `${to} ${code}`);
    assert.equal(new Set(codes.values()).size, codes.size);
    const resets = town.people.reduce((sum, person) => sum + person.resets, 0);
    assert.ok(resets > PEOPLE / 2, `${resets} resets`);
  } finally {
    await server[Symbol.asyncDispose]();
  }
});
