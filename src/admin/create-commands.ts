/** The administrators' commands on a server's parts, wherever they are asked from. */
import { AdminResetUserPassword } from "../contracts/index.ts";
import { PRINT_RESET_CODE, printResetCode } from "../flows/print-reset-code.ts";
import { rotateSigningKeys } from "../flows/rotate-signing-keys.ts";
import { requireAdministrator, type AdministratorDeps } from "../http/callers.ts";
import { poolArn } from "../model/policy.ts";
import { RotationUnderWay } from "../model/signing-key-times.ts";
import { createContext, type Facilities } from "../runtime/context.ts";
import type { RequestFacts } from "../runtime/operation.ts";
import type { Perform } from "../runtime/perform.ts";
import { uuidFrom } from "../runtime/random.ts";
import { accessKeyCommands } from "./access-keys.ts";
import type { AdminCommands, ServerDescription } from "./commands.ts";
import { AdminRefusal } from "./commands.ts";
import { parseRecord, requireText } from "./read.ts";
import { requestOf } from "./signed-command.ts";
import { untilSettled } from "../runtime/until-settled.ts";

/** The most characters of an administrator's reason. */
export const REASON_MAX_LENGTH = 500;
const OPERATOR_MAX_LENGTH = 200;
/** The API's own bounds. */
const POOL_ID_MAX_LENGTH = 55;
const USERNAME_MAX_LENGTH = 128;

export interface AdminParts {
  readonly facilities: Facilities;
  readonly perform: Perform;
  readonly administrators: AdministratorDeps;
  readonly description: ServerDescription;
  /** The master key that seals now. */
  readonly masterKeyId: string;
}

export const createAdminCommands = (parts: AdminParts): AdminCommands => {
  const { facilities, perform, administrators, description, masterKeyId } = parts;
  const { store, random, clock, log } = facilities;
  const now = () => clock.now();
  const facts = (): RequestFacts => ({ id: uuidFrom(random), userAgent: "poolhouse", remoteAddress: "" });

  return {
    describe: async () => description,
    ...accessKeyCommands({ store, random, log, now }),
    rotateSigningKeys: async ({ userPoolId, immediately, operatingSystemUser }) => {
      try {
        const rotation = { immediately, operatingSystemUser };
        return { signsFrom: await rotateSigningKeys(facilities, userPoolId, rotation) };
      } catch (error) {
        throw error instanceof RotationUnderWay ? new AdminRefusal(`${error.message}.`) : error;
      }
    },
    reseal: (from) => store.reseal({ keyId: masterKeyId, now: now(), from: from ?? undefined }),
    printResetCode: async (command) => {
      const request = requestOf("printResetCode", command);
      const input = readPrintResetCode(command.body);
      const resource = poolArn(description, input.userPoolId);
      const about = facts();
      return untilSettled(async () => {
        // Proven in each attempt: a key that is revoked meanwhile prints nothing.
        const administrator = await requireAdministrator(request, administrators, PRINT_RESET_CODE, resource);
        const ctx = { ...createContext(facilities, AdminResetUserPassword, about), administrator };
        return { ...(await printResetCode(ctx, input)), requestId: about.id };
      });
    },
    resetPassword: async (command) => {
      const request = requestOf("resetPassword", command);
      await perform("AdminResetUserPassword", parseRecord(command.body), {
        facts: facts(),
        administrator: (action, resource) => requireAdministrator(request, administrators, action, resource),
      });
    },
  };
};

/** @throws AdminRefusal */
const readPrintResetCode = (body: string) => {
  const input = parseRecord(body);
  const reason = requireText(input, "reason", REASON_MAX_LENGTH).trim();
  if (reason === "") throw new AdminRefusal("Say why: the reason is kept with the event.");
  return {
    userPoolId: requireText(input, "userPoolId", POOL_ID_MAX_LENGTH),
    username: requireText(input, "username", USERNAME_MAX_LENGTH),
    operatingSystemUser: requireText(input, "operatingSystemUser", OPERATOR_MAX_LENGTH),
    reason,
  };
};
