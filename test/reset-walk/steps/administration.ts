/** What administrators do to users beside resetting them. */
import assert from "node:assert/strict";
import { OK, SAYS, type Contact, type Factor, type Outcome } from "../model.ts";
import type { Name, Scene } from "../scene.ts";

export interface SetPassword {
  readonly do: "set";
  readonly who: Name;
  readonly permanent: boolean;
}

export interface SetContact {
  readonly do: "contact";
  readonly who: Name;
  readonly contact: Contact;
  readonly move: boolean;
  readonly verified: boolean;
}

export interface PreferFactor {
  readonly do: "factor";
  readonly who: Name;
  readonly factor: Factor | undefined;
}

/** What every call about a user answers that has no conditions of its own. */
const known = ({ model }: Scene, who: Name): Outcome => (model.people.has(who) ? OK : SAYS.unknownUser);

export const administer = async (
  scene: Scene,
  what: "delete" | "enable" | "disable" | "adminSignOut",
  who: Name,
): Promise<void> => {
  const { call, pool } = scene.world;
  const user = { ...pool, Username: who };
  const expected = known(scene, who);
  const calls = {
    delete: call.AdminDeleteUser,
    enable: call.AdminEnableUser,
    disable: call.AdminDisableUser,
    adminSignOut: call.AdminUserGlobalSignOut,
  };
  assert.equal(await scene.outcome(calls[what](user)), expected);
  const person = scene.model.people.get(who);
  if (person === undefined) return;
  if (what === "delete") scene.model.people.delete(who);
  if (what === "enable") person.enabled = true;
  if (what === "disable") person.enabled = false;
  if (what === "disable" || what === "adminSignOut") person.revocations += 1;
};

export const setPassword = async (scene: Scene, { who, permanent: Permanent }: SetPassword): Promise<void> => {
  const { call, pool } = scene.world;
  const Password = scene.newPassword();
  const set = call.AdminSetUserPassword({ ...pool, Username: who, Password, Permanent });
  assert.equal(await scene.outcome(set), known(scene, who));
  const person = scene.model.people.get(who);
  if (person === undefined) return;
  scene.model.choose(person, Password, Permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD");
  scene.passwords.push(Password);
};

export const create = async (scene: Scene, who: Name): Promise<void> => {
  const { world, model } = scene;
  const expected = model.people.has(who) ? SAYS.taken : OK;
  const password = scene.newPassword();
  const email = scene.freshContact("email", who);
  const phone = scene.freshContact("phone_number", who);
  let sub: string | undefined;
  const created = world.call
    .AdminCreateUser({
      ...world.pool,
      Username: who,
      TemporaryPassword: password,
      MessageAction: "SUPPRESS",
      UserAttributes: [
        { Name: "email", Value: email },
        { Name: "email_verified", Value: "true" },
        { Name: "phone_number", Value: phone },
      ],
    })
    .then(({ User }) => (sub = User?.Attributes?.find(({ Name: name }) => name === "sub")?.Value));
  assert.equal(await scene.outcome(created), expected);
  if (sub !== undefined) model.create(who, sub, password, email, phone);
};

export const setContact = async (scene: Scene, { who, contact, move, verified }: SetContact): Promise<void> => {
  const expected = known(scene, who);
  const person = scene.model.people.get(who);
  const value = move || person === undefined ? scene.freshContact(contact, who) : person[contact].value;
  const updated = scene.world.call.AdminUpdateUserAttributes({
    ...scene.world.pool,
    Username: who,
    UserAttributes: [
      { Name: contact, Value: value },
      { Name: `${contact}_verified`, Value: String(verified) },
    ],
  });
  assert.equal(await scene.outcome(updated), expected);
  if (person !== undefined) scene.model.setContact(person, contact, value, verified);
};

/** The user has one second factor from now on, or none. */
export const preferFactor = async (scene: Scene, { who, factor }: PreferFactor): Promise<void> => {
  const person = scene.model.people.get(who);
  const lacksApp = factor === "SOFTWARE_TOKEN_MFA" && person !== undefined && person.appSteps === undefined;
  const setting = (of: Factor) => ({ Enabled: factor === of, PreferredMfa: factor === of });
  const preferred = scene.world.call.AdminSetUserMFAPreference({
    ...scene.world.pool,
    Username: who,
    SMSMfaSettings: setting("SMS_MFA"),
    EmailMfaSettings: setting("EMAIL_OTP"),
    SoftwareTokenMfaSettings: setting("SOFTWARE_TOKEN_MFA"),
  });
  assert.equal(await scene.outcome(preferred), lacksApp ? SAYS.noApp : known(scene, who));
  if (person !== undefined && !lacksApp) person.factor = factor;
};
