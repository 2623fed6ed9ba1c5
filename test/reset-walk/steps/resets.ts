/** Resets: asked for by an administrator or by whoever has forgotten the password, and finished by a code. */
import assert from "node:assert/strict";
import { printResetCode } from "../../../src/flows/print-reset-code.ts";
import { createContext } from "../../../src/runtime/context.ts";
import { OK, type Counters } from "../model.ts";
import type { Name, Scene } from "../scene.ts";

export interface AdminReset {
  readonly do: "adminReset";
  readonly who: Name;
  readonly bySub: boolean;
}

export interface Forgot {
  readonly do: "forgot";
  readonly who: Name;
  readonly hidden: boolean;
  readonly bySub: boolean;
}

export interface Confirm {
  readonly do: "confirm";
  readonly who: Name;
  readonly hidden: boolean;
  readonly bySub: boolean;
  readonly code: "live" | "wrong" | "old" | "theirs";
  readonly pick: number;
}

export const adminReset = async (scene: Scene, { who, bySub }: AdminReset): Promise<void> => {
  const { world, model } = scene;
  const name = scene.nameOf(who, bySub);
  const outcome = await scene.outcome(world.call.AdminResetUserPassword({ ...world.pool, Username: name }));
  assert.equal(outcome, model.adminReset(name));
  const person = model.find(name);
  if (outcome === OK && person !== undefined) scene.receiveReset(person);
};

export const forgot = async (scene: Scene, { who, hidden, bySub }: Forgot): Promise<void> => {
  const name = scene.nameOf(who, bySub);
  const asked = scene.world.call.ForgotPassword({ ...scene.client(hidden), Username: name });
  const outcome = await scene.outcome(asked);
  const expected = scene.model.forgot(name, hidden);
  assert.equal(outcome, expected.outcome);
  if (expected.sentTo !== undefined) scene.receiveReset(expected.sentTo);
};

/** What the command-line tool does; no operation of the API does it. */
export const print = async (scene: Scene, who: Name): Promise<void> => {
  const { server, pool } = scene.world;
  const ctx = createContext(
    server.facilities,
    { errors: [] },
    { id: "walk", userAgent: "", remoteAddress: "127.0.0.1" },
  );
  const administrator = { accessKeyId: "walk", arn: "arn:aws:iam::000000000000:user/walk" };
  const about = { userPoolId: pool.UserPoolId, username: who, operatingSystemUser: "walk", reason: "walk" };
  let printed: string | undefined;
  const outcome = await scene.outcome(
    printResetCode({ ...ctx, administrator }, about).then(({ code }) => (printed = code.reveal())),
  );
  assert.equal(outcome, scene.model.printCode(who));
  const person = scene.model.find(who);
  if (printed === undefined || person === undefined) return;
  scene.codes.push(printed);
  scene.model.giveCode(person, printed, null);
};

/** The code to present. To a name without a user no digits are: one in a million would be right by chance. */
const codeFor = ({ model, codes }: Scene, step: Confirm, holder: Counters | undefined): string => {
  const own = model.people.get(step.who);
  const other = model.people.get(step.who === "ada" ? "bob" : "ada");
  const chosen = {
    live: own?.code?.value,
    theirs: other?.code?.value,
    old: codes[step.pick % Math.max(1, codes.length)],
    wrong: undefined,
  }[step.code];
  return chosen === undefined || (holder !== undefined && holder !== own) ? "wrong!" : chosen;
};

export const confirm = async (scene: Scene, step: Confirm): Promise<void> => {
  const { world, model } = scene;
  const name = scene.nameOf(step.who, step.bySub);
  const code = codeFor(scene, step, model.holder(name, step.hidden));
  const password = scene.newPassword();
  const outcome = await scene.outcome(
    world.call.ConfirmForgotPassword({
      ...scene.client(step.hidden),
      Username: name,
      Password: password,
      ConfirmationCode: code,
    }),
  );
  assert.equal(outcome, model.confirm(name, step.hidden, code, password));
  if (outcome === OK) scene.passwords.push(password);
};
